"""网页与接口: the FastAPI application over the answering, the chat page, and OpenAI's protocol."""

"""检索: passages by words and by meaning, and the doors to the vector store and the embedding models."""

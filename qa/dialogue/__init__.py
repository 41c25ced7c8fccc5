"""会话: what carries over from turn to turn, and what is kept of it."""

"""计划: what a question asks, as a small typed tree, and the operators that work on it."""

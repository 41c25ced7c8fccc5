"""勾稽: the identities that hold within a disclosure, and what proves that one is meant for a table."""

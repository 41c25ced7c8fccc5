"""版本: one module a revision; each says how the tables of the one before become its own."""

"""Files in, truth out: every reader, table and sentence becomes facts with a place."""

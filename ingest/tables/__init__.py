"""Tables: found by title and head words, read by form, proved by their own arithmetic."""

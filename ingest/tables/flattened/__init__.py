"""压平的表: tables of text that has lost its columns."""

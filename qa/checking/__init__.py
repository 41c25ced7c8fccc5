"""核对: a text held against the disclosures, and a disclosure against itself."""

"""The nouns and the truth: money, subjects, terms, disclosures, facts, and the store that keeps them."""

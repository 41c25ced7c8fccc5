"""语言: Chinese and English text into typed spans, as data and one trie; used where documents are read and where questions are."""

"""原文: answers in the document's own words: statements, lists, fields of forms."""

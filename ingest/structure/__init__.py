"""结构: the text of a disclosure into lines, paragraphs, sections and passages, and whose and of which year it is."""

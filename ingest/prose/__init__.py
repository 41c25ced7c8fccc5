"""行文: the sentences of the narrative into figures with the clause that governs each."""

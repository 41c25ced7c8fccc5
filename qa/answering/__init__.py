"""作答: the ways of answering by figures, what is computed, what disagrees, and the honest ways of not answering."""

"""理解: what a question asks, from its words alone: whom, when, which thing, to do what with it."""

"""解析: a question's text to mentions, mentions to clauses that ask, clauses to candidate plans, and the choice among them."""

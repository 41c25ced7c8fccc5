"""模型拟计划: where the built-in choice is unsure, a configured language model may fill in the plan; it writes no figure."""

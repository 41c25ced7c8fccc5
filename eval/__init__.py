"""Answer quality as a number one can trust."""

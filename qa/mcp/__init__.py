"""MCP: the tools of this house for language models' programs (Model Context Protocol), over stdio and over HTTP."""

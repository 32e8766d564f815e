"""Questions about who can do what, one module a question."""

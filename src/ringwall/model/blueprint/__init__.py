"""The blueprint: the language in which an architecture is declared, and what it asks for."""

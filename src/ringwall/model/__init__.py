"""The nouns that every package shares; imports nothing of ours."""

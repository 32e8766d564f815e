"""The nouns that all packages share; imports none of them."""

"""Use cases of blueprints: write the first one, show it, check it, and its JSON Schema."""

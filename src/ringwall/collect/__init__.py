"""From AWS, or files in its place, to `estate.*`, `logs.*` and `estate.coverage`."""

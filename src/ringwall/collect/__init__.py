"""From AWS, or files that speak for it, to `estate.*` and `estate.coverage`."""

"""From AWS, or what stands in for it, to `estate.*`, `logs.*` and `estate.coverage`."""

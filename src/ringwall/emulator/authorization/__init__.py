"""Who asks, what a call needs, which policies apply, and whether they allow it."""

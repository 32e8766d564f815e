"""What is usual: counts that fade, kept by day, and how unusual an hour was against them."""

"""Amazon S3: buckets, their policies and what blocks public access to them."""

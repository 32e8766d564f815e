"""Amazon EFS: shared file systems and who may mount them."""

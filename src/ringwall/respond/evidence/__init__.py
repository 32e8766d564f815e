"""Evidence of a case: collected read-only, listed in a manifest, planned to be deposited."""

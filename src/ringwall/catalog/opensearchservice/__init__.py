"""Amazon OpenSearch Service: domains and who may search them."""

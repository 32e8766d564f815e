"""Amazon SNS: topics, and who may publish to them and listen to them."""

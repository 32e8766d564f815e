"""Amazon SQS: queues and who may use them."""

"""Systems Manager documents, and Automation, which runs them."""

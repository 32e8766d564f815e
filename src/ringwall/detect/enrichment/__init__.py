"""What is known of addresses, domains and interfaces: from lists, data files, the estate."""

"""AWS Security Hub: the hub of each region."""

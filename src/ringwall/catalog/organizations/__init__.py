"""AWS Organizations: accounts, organizational units and the policies above them."""

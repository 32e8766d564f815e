"""An organization as the reasoner sees it: accounts, principals, resources, their policies."""

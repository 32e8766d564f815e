"""An organization: its policies, the services that it trusts, and what both do to its accounts."""

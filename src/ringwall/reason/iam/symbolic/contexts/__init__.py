"""One requester, action and resource over all contexts."""

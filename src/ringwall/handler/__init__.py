"""An interface: the Lambda behind EventBridge, which answers findings as they come."""

"""EventBridge: patterns, rules, targets and what becomes of events."""

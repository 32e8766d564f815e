"""Amazon EventBridge: event buses and who may send to them."""

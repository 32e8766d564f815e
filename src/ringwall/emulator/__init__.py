"""An AWS organization on this machine, for the demo and the tests."""

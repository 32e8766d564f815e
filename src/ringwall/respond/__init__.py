"""From findings to what answers them: playbooks read AWS and return Changes; nothing is written."""

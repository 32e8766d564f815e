"""The language of policies: documents, patterns, operators, and the actions of AWS."""

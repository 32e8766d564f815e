"""Who can do what: policies read, compiled, and evaluated as AWS documents it."""

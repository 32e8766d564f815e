"""The only package that writes to AWS: Changes in order, with a journal, verified, undoable."""

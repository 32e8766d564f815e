"""The only room that writes to AWS: Changes, in order, journalled, verified, undoable."""

"""Every control against the estate: verdicts, found inside the engine."""

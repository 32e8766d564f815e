"""From a blueprint to Changes: what it wants, against what a snapshot has."""

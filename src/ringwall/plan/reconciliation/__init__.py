"""What a blueprint wants against what a snapshot has: differences, and Changes that end them."""

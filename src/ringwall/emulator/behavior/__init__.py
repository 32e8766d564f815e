"""How like AWS the emulator behaves: throttling, small pages, late reads, states that take time."""

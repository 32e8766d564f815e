"""Moto beneath the emulator: its state, what it is asked, and what is corrected in it."""

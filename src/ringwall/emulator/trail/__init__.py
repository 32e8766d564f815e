"""CloudTrail: records of the calls that the emulator answers, and what trails deliver of them."""

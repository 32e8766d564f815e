"""What takes its time on AWS: each operation starts it, and reads see it go by."""

"""Access to AWS: sessions over accounts and regions, reading, writing."""

"""Amazon RDS: databases, clusters and their snapshots."""

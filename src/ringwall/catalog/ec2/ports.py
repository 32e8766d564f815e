"""Ports that must not be open to the internet."""

SSH = (22,)
RDP = (3389,)
DATABASES = (1433, 1521, 3306, 5432, 5439, 6379, 7000, 7001, 9042, 9200, 9300, 11211, 27017, 27018)
"""The likes of Oracle, MySQL, PostgreSQL, Redshift, Redis, Cassandra, OpenSearch, MongoDB."""

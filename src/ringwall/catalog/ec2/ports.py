"""Ports that must not be open to the internet, as the controls and the playbooks mean them."""

from typing import NamedTuple


class Service(NamedTuple):
    """What listens: the protocols by which it is reached (-1 is all of them), and its ports."""

    protocols: tuple[str, ...]
    ports: tuple[int, ...]


SSH = Service(("tcp", "-1"), (22,))
RDP = Service(("tcp", "udp", "-1"), (3389,))
DATABASES = Service(
    ("tcp", "-1"),
    (
        1433,  # SQL Server
        1521,  # Oracle
        3306,  # MySQL
        5432,  # PostgreSQL
        5439,  # Redshift
        5984,  # CouchDB
        6379,  # Redis
        9042,  # Cassandra
        9200,  # OpenSearch
        9300,  # OpenSearch, between nodes
        11211,  # memcached
        27017,  # MongoDB
        27018,  # MongoDB, shards
        27019,  # MongoDB, configuration
    ),
)

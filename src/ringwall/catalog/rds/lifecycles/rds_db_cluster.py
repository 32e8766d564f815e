"""What changes of database clusters: who makes the master password. None comes or goes here."""

from ringwall.catalog.rds.master_passwords import GIVEN, manage_password
from ringwall.model.lifecycle import Find, Lifecycle

_WHICH = {"DBClusterIdentifier": "{db_cluster_identifier}"}


cluster = Lifecycle(
    table="rds_db_cluster",
    find=Find(
        "rds.describe_db_clusters", _WHICH, items="DBClusters", absent=("DBClusterNotFoundFault",)
    ),
    identity=("db_cluster_identifier",),
    ids=(),
    given=(GIVEN,),
    updates=(
        manage_password("rds.modify_db_cluster", "rds.describe_db_clusters", _WHICH, "DBClusters"),
    ),
)

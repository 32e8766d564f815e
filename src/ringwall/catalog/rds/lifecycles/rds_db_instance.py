"""What changes of database instances: who makes the master password. None comes or goes here."""

from ringwall.catalog.rds.master_passwords import GIVEN, manage_password
from ringwall.model.lifecycle import Find, Lifecycle

_WHICH = {"DBInstanceIdentifier": "{db_instance_identifier}"}


instance = Lifecycle(
    table="rds_db_instance",
    find=Find(
        "rds.describe_db_instances", _WHICH, items="DBInstances", absent=("DBInstanceNotFound",)
    ),
    identity=("db_instance_identifier",),
    ids=(),
    given=(GIVEN,),
    updates=(
        manage_password(
            "rds.modify_db_instance", "rds.describe_db_instances", _WHICH, "DBInstances"
        ),
    ),
)

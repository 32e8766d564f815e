"""RDS: what an instance must be or have before it is made or deleted.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html
"""

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@refuses("rds", "CreateDBInstance", "CreateDBCluster")
def check_network(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to make what would be in the default VPC where there is none."""
    asked = call.parameters
    is_member = call.operation == "CreateDBInstance" and asked.get("DBClusterIdentifier")
    is_placed = asked.get("DBSubnetGroupName") or is_member
    vpcs = moto_backend("ec2", call.account_id, call.region).vpcs.values()
    if not is_placed and not any(vpc.is_default for vpc in vpcs):
        message = "No default subnet detected in VPC. Please contact AWS Support to recreate "
        raise Fault("InvalidSubnet", f"{message}default Subnets.")


@refuses("rds", "DeleteDBInstance")
def check_snapshot(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete an instance without a word on its last snapshot."""
    asked = call.parameters
    name = asked.get("DBInstanceIdentifier", "")
    found = moto_backend("rds", call.account_id, call.region).databases.get(name)
    is_single = found is not None and not found.db_cluster_identifier
    if (
        is_single
        and not asked.get("SkipFinalSnapshot")
        and not asked.get("FinalDBSnapshotIdentifier")
    ):
        message = "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified."
        raise Fault("InvalidParameterCombination", message)


@refuses("rds", "DeleteDBSubnetGroup")
def check_subnet_group(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete a subnet group that an instance uses."""
    name = call.parameters["DBSubnetGroupName"]
    backend = moto_backend("rds", call.account_id, call.region)
    for database in backend.databases.values():
        group = getattr(database, "db_subnet_group", None)
        if getattr(group, "subnet_name", getattr(group, "name", "")) == name:
            user = database.db_instance_identifier
            message = (
                f"Cannot delete the subnet group '{name}' because at least one database instance: "
                f"{user} is still using it."
            )
            raise Fault("InvalidDBSubnetGroupStateFault", message)

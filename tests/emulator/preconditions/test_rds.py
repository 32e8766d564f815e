from typing import Any


def test_an_instance_needs_a_word_on_its_last_snapshot(client: Any, code: Any) -> None:
    rds = client("rds")
    subnet = client("ec2").describe_subnets()["Subnets"][0]["SubnetId"]
    rds.create_db_subnet_group(
        DBSubnetGroupName="g", DBSubnetGroupDescription="d", SubnetIds=[subnet]
    )
    rds.create_db_instance(
        DBInstanceIdentifier="db",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        MasterUsername="owner",
        MasterUserPassword="not-a-secret",
        AllocatedStorage=20,
        DBSubnetGroupName="g",
    )
    named = {"DBInstanceIdentifier": "db"}
    assert code(rds.delete_db_instance, **named) == "InvalidParameterCombination"
    found = code(rds.delete_db_subnet_group, DBSubnetGroupName="g")
    assert found == "InvalidDBSubnetGroupStateFault"
    rds.delete_db_instance(FinalDBSnapshotIdentifier="last", **named)
    rds.delete_db_subnet_group(DBSubnetGroupName="g")


def test_a_database_needs_a_network(client: Any, refusal: Any) -> None:
    ec2, rds = client("ec2"), client("rds")
    for subnet in ec2.describe_subnets()["Subnets"]:
        ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    ec2.delete_vpc(VpcId=ec2.describe_vpcs()["Vpcs"][0]["VpcId"])
    owner = {"MasterUsername": "owner", "MasterUserPassword": "not-a-secret"}
    size = {"DBInstanceClass": "db.t3.micro", "AllocatedStorage": 20}
    found = refusal(
        rds.create_db_instance, DBInstanceIdentifier="db", Engine="postgres", **size, **owner
    )
    assert found == ("InvalidSubnet", 400)
    found = refusal(
        rds.create_db_cluster, DBClusterIdentifier="c", Engine="aurora-postgresql", **owner
    )
    assert found == ("InvalidSubnet", 400)

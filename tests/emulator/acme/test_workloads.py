from typing import Any


def instances(ec2: Any) -> dict[str, Any]:
    found = ec2.describe_instances()["Reservations"]
    return {
        next(t["Value"] for t in instance["Tags"] if t["Key"] == "Name"): instance
        for reservation in found
        for instance in reservation["Instances"]
    }


def test_one_instance_of_prod_allows_the_old_metadata_service(at_acme: Any) -> None:
    tokens = {
        name: instance["MetadataOptions"]["HttpTokens"]
        for name, instance in instances(at_acme("ec2", "prod")).items()
    }
    assert tokens == dict.fromkeys(("web-1", "web-2", "app-1"), "required") | {
        "legacy-reporting": "optional"
    }


def test_bastion_alone_has_a_public_address(at_acme: Any) -> None:
    found = instances(at_acme("ec2", "staging", "eu-west-1"))
    assert {name for name, i in found.items() if i.get("PublicIpAddress")} == {"bastion"}
    assert set(found) == {"bastion", "app-1"}


def test_one_volume_of_staging_is_not_encrypted(at_acme: Any) -> None:
    ec2 = at_acme("ec2", "staging", "eu-west-1")
    encrypted = {
        next(t["Value"] for t in volume["Tags"] if t["Key"] == "Name"): volume["Encrypted"]
        for volume in ec2.describe_volumes()["Volumes"]
    }
    assert encrypted == {"bastion": True, "app-1": False}
    assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is True


def test_one_snapshot_is_public_and_one_is_shared(at_acme: Any) -> None:
    for account, region, expected in (
        ("dev", "us-east-1", [{"Group": "all"}]),
        ("staging", "eu-west-1", [{"UserId": "111122223333"}]),
    ):
        ec2 = at_acme("ec2", account, region)
        (snapshot,) = ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]
        found = ec2.describe_snapshot_attribute(
            SnapshotId=snapshot["SnapshotId"], Attribute="createVolumePermission"
        )
        assert found["CreateVolumePermissions"] == expected


def test_databases_lack_one_setting_each(at_acme: Any) -> None:
    usual = {
        "StorageEncrypted": True,
        "DeletionProtection": True,
        "PubliclyAccessible": False,
        "BackupRetentionPeriod": 14,
    }
    found = {}
    for account, region in (
        *(("prod", "us-east-1"), ("prod", "eu-west-1")),
        *(("staging", "eu-west-1"), ("dev", "us-east-1")),
    ):
        for database in at_acme("rds", account, region).describe_db_instances()["DBInstances"]:
            odd = {key: database[key] for key in usual if database[key] != usual[key]}
            if "DBClusterIdentifier" not in database:
                found[database["DBInstanceIdentifier"]] = odd
    assert found == {
        "orders": {},
        "reporting": {"DeletionProtection": False},
        "staging-app": {"StorageEncrypted": False},
        "staging-sessions": {"BackupRetentionPeriod": 0},
        "dev-sandbox": {"PubliclyAccessible": True},
    }


def test_groups_are_open_where_it_is_planted_and_nowhere_else(at_acme: Any) -> None:
    admin = {22, 3389, 5432}
    found = set()
    for account, region in (
        *(("prod", "us-east-1"), ("prod", "eu-west-1"), ("management", "us-east-1")),
        *(("staging", "eu-west-1"), ("dev", "us-east-1"), ("network", "eu-west-1")),
    ):
        for group in at_acme("ec2", account, region).describe_security_groups()["SecurityGroups"]:
            for permission in group["IpPermissions"]:
                ranges = [r["CidrIp"] for r in permission["IpRanges"]]
                ranges += [r["CidrIpv6"] for r in permission["Ipv6Ranges"]]
                if {"0.0.0.0/0", "::/0"} & {*ranges} and permission["FromPort"] in admin:
                    found.add((account, group["GroupName"], permission["FromPort"]))
    assert found == {
        ("staging", "bastion", 22),
        ("dev", "windows-trial", 3389),
        ("dev", "sandbox-db", 5432),
    }

"""A made-up estate of about 4,000 resources, or a share of them, built through boto3."""

import json
from collections.abc import Callable
from typing import Any

REGIONS = ("us-east-1", "eu-west-1")
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
    }
)

Client = Callable[[str, str], Any]


def build(client: Client, share: float = 1.0) -> int:
    """Build the estate in the caller's account and return how many resources it has."""
    return _build_global(client, share) + sum(
        _build_region(client, region, share) for region in REGIONS
    )


def _build_global(client: Client, share: float) -> int:
    s3, iam = client("s3", REGIONS[0]), client("iam", REGIONS[0])
    buckets, roles, users, policies = (_count(n, share) for n in (200, 300, 200, 150))
    for number in range(buckets):
        s3.create_bucket(Bucket=f"bench-bucket-{number:04}")
    for number in range(roles):
        iam.create_role(RoleName=f"role-{number}", AssumeRolePolicyDocument=TRUST)
    for number in range(users):
        iam.create_user(UserName=f"user-{number}")
    for number in range(policies):
        iam.create_policy(PolicyName=f"policy-{number}", PolicyDocument=POLICY)
    return buckets + roles + users + policies


def _build_region(client: Client, region: str, share: float) -> int:
    ec2, kms, rds = (client(name, region) for name in ("ec2", "kms", "rds"))
    groups, instances, disks, keys, databases = (_count(n, share) for n in (400, 240, 200, 40, 20))
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/20")["Subnet"]["SubnetId"]
    for number in range(groups):
        group = ec2.create_security_group(
            GroupName=f"group-{number}", Description="bench", VpcId=vpc
        )["GroupId"]
        ec2.authorize_security_group_ingress(
            GroupId=group, IpProtocol="tcp", FromPort=443, ToPort=443, CidrIp="10.0.0.0/8"
        )
    # Each instance brings a volume and a network interface.
    ec2.run_instances(
        ImageId="ami-12c6146b", MinCount=instances, MaxCount=instances, SubnetId=subnet
    )
    volumes = [
        ec2.create_volume(AvailabilityZone=f"{region}a", Size=8)["VolumeId"] for _ in range(disks)
    ]
    for volume in volumes:
        ec2.create_snapshot(VolumeId=volume)
    for _ in range(keys):
        kms.create_key()
    for number in range(databases):
        rds.create_db_instance(
            DBInstanceIdentifier=f"db-{number}",
            DBInstanceClass="db.t3.medium",
            Engine="postgres",
            MasterUsername="owner",
            MasterUserPassword="made-up-for-moto",
            AllocatedStorage=20,
            PubliclyAccessible=False,
        )
    return groups + 3 * instances + 2 * disks + keys + databases + 2


def _count(number: int, share: float) -> int:
    return max(round(number * share), 1)

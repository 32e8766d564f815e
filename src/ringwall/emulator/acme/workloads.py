"""Acme's instances, volumes, snapshots and databases."""

from typing import Any

from ringwall.emulator.acme.clusters import run_clusters, try_clusters
from ringwall.emulator.acme.connections import (
    connect_office,
    let_people_in,
    peer,
    request_fleet,
)
from ringwall.emulator.acme.data_stores import run_data_stores, try_data_stores
from ringwall.emulator.acme.databases import PORT, SANDBOX, make_database
from ringwall.emulator.acme.identity import grant, make_profile
from ringwall.emulator.acme.load_balancers import (
    balance_as_before,
    balance_preview,
    balance_shop,
)
from ringwall.emulator.acme.network import (
    ANYWHERE,
    INSIDE,
    OFFICE,
    Layout,
    Vpc,
    add_unused_nacl,
    make_group,
    make_vpc,
    tag,
)
from ringwall.emulator.acme.plaintext import AGENT, SHOP
from ringwall.emulator.acme.scaling import scale_as_before
from ringwall.emulator.acme.team import HOME, Team, make_tags

IMAGE = "ami-0acme00000000001"
POSTGRES = (5432, 5432)
DATABASE = (PORT, PORT)


def run_management(team: Team) -> None:
    """Run a cost report, which does not belong in the management account."""
    vpc = make_vpc(team, Layout("billing", HOME, 1))
    group = make_group(team, vpc, "cost-report", {})
    run_instance(team, vpc, "cost-report", vpc.private[0], group)


def run_network(team: Team) -> None:
    """Run the proxy to the internet."""
    vpc = make_vpc(team, Layout("egress", "eu-west-1", 10, nat=True, denying_nacl=True))
    group = make_group(team, vpc, "proxy", {(3128, 3128): INSIDE})
    run_instance(team, vpc, "egress-proxy", vpc.private[0], group)
    connect_office(team)


def run_prod(team: Team) -> str:
    """Run the shop and return the ARN of its database, a crown jewel."""
    vpc = make_vpc(team, Layout("prod-shop", HOME, 20, nat=True))
    web = make_group(team, vpc, "web", {(443, 443): ANYWHERE})
    app = make_group(team, vpc, "app", {(8080, 8080): web, (22, 22): INSIDE})
    db = make_group(team, vpc, "db", {DATABASE: app})
    secret = team.arn("secretsmanager", HOME, "secret:build-*")
    make_profile(team, "shop", grant(("secretsmanager:GetSecretValue",), secret))
    for name, group in (("web-1", web), ("web-2", web), ("app-1", app)):
        run_instance(team, vpc, name, vpc.private[0], group, user_data=SHOP, profile="shop")
    balance_shop(team, vpc, web)
    let_people_in(team, HOME, "operators", "/acme/client-vpn")
    request_fleet(team, HOME, vpc.private[0], IMAGE)
    run_instance(team, vpc, "legacy-reporting", vpc.private[1], app, tokens="optional")
    jewel = {"crown_jewel": "true", "data_classification": "confidential"}
    orders = make_database(team, vpc, "orders", db, tags=jewel)
    run_clusters(team, vpc, db)
    run_data_stores(team, vpc, db)
    far = make_vpc(team, Layout("prod-reporting", "eu-west-1", 21))
    reports = make_group(team, far, "reporting-db", {DATABASE: INSIDE})
    make_database(team, far, "reporting", reports, DeletionProtection=False)
    return orders


def run_staging(team: Team) -> str:
    """Run what is tested and return the id of the VPC endpoint for partners' files."""
    vpc = make_vpc(
        team,
        Layout(
            "staging", "eu-west-1", 30, public_ips=True, open_nacl=True, closed_default_group=False
        ),
    )
    bastion = make_group(team, vpc, "bastion", {(22, 22): ANYWHERE})
    app = make_group(team, vpc, "app", {(8080, 8080): INSIDE, (22, 22): bastion})
    db = make_group(team, vpc, "db", {DATABASE: app})
    run_instance(team, vpc, "bastion", vpc.public, bastion, public=True)
    ec2 = team.client("ec2", "eu-west-1")
    ec2.disable_ebs_encryption_by_default()  # app-1 is older than the default
    run_instance(team, vpc, "app-1", vpc.private[0], app, encrypted=False)
    ec2.enable_ebs_encryption_by_default()
    make_database(team, vpc, "staging-app", db, StorageEncrypted=False)
    make_database(team, vpc, "staging-sessions", db, BackupRetentionPeriod=0)
    _share_snapshot(team, "eu-west-1", "golden-image", {"Add": [{"UserId": "111122223333"}]})
    endpoint = ec2.create_vpc_endpoint(
        VpcId=vpc.id,
        ServiceName="com.amazonaws.eu-west-1.s3",
        VpcEndpointType="Gateway",
        RouteTableIds=[vpc.private_routes],
    )
    balance_preview(team, vpc, app)
    scale_as_before(team, vpc, app, IMAGE)
    let_people_in(team, "eu-west-1", "partners")
    endpoint_id: str = endpoint["VpcEndpoint"]["VpcEndpointId"]
    return endpoint_id


def run_dev(team: Team) -> None:
    """Run experiments, some of them public."""
    vpc = make_vpc(team, Layout("dev", HOME, 40, flow_logs=False))
    build = make_group(team, vpc, "build", {(22, 22): OFFICE})
    make_group(team, vpc, "windows-trial", {(3389, 3389): "::/0"})
    db = make_group(team, vpc, "sandbox-db", {POSTGRES: ANYWHERE})
    run_instance(team, vpc, "build-agent", vpc.private[0], build, user_data=AGENT)
    make_database(team, vpc, "dev-sandbox", db, managed=False, **SANDBOX)
    try_clusters(team, vpc, db)
    try_data_stores(team, vpc, db)
    _share_snapshot(team, HOME, "demo-data", {"Add": [{"Group": "all"}]})
    balance_as_before(team, vpc, build)
    tools = make_vpc(team, Layout("dev-tools", HOME, 41))
    peer(team, vpc, tools, "10.41.0.0/16")
    add_unused_nacl(team, vpc, "old")
    far = team.client("ec2", "eu-central-1").describe_subnets()["Subnets"][0]["SubnetId"]
    request_fleet(team, "eu-central-1", far, IMAGE)


def run_instance(
    team: Team,
    vpc: Vpc,
    name: str,
    subnet: str,
    group: str,
    *,
    tokens: str = "required",
    public: bool = False,
    encrypted: bool = True,
    user_data: str = "",
    profile: str = "",
) -> None:
    """Run one instance."""
    ec2 = team.client("ec2", vpc.region)
    interface: dict[str, Any] = {
        "DeviceIndex": 0,
        "SubnetId": subnet,
        "Groups": [group],
        "AssociatePublicIpAddress": public,
    }
    disk = {"VolumeSize": 20, "VolumeType": "gp3", "Encrypted": encrypted}
    instance = ec2.run_instances(
        ImageId=IMAGE,
        InstanceType="t3.small",
        MinCount=1,
        MaxCount=1,
        NetworkInterfaces=[interface],
        UserData=user_data,
        **({"IamInstanceProfile": {"Name": profile}} if profile else {}),
        MetadataOptions={"HttpTokens": tokens, "HttpEndpoint": "enabled"},
        BlockDeviceMappings=[{"DeviceName": "/dev/xvda", "Ebs": disk}],
        TagSpecifications=[{"ResourceType": "instance", "Tags": make_tags(name, team)}],
    )["Instances"][0]["InstanceId"]
    attached = [{"Name": "attachment.instance-id", "Values": [instance]}]
    for volume in ec2.describe_volumes(Filters=attached)["Volumes"]:
        tag(team, ec2, volume["VolumeId"], name)


def _share_snapshot(team: Team, region: str, name: str, change: dict[str, Any]) -> None:
    """Make a snapshot of a volume that is then deleted, and share it.

    It is older than the default: what is encrypted with AWS's own key cannot be shared.
    """
    ec2 = team.client("ec2", region)
    is_default = ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
    ec2.disable_ebs_encryption_by_default()
    volume = ec2.create_volume(AvailabilityZone=f"{region}a", Size=8)["VolumeId"]
    if is_default:
        ec2.enable_ebs_encryption_by_default()
    snapshot = ec2.create_snapshot(VolumeId=volume, Description=name)["SnapshotId"]
    tag(team, ec2, snapshot, name)
    ec2.modify_snapshot_attribute(
        SnapshotId=snapshot, Attribute="createVolumePermission", CreateVolumePermission=change
    )
    ec2.delete_volume(VolumeId=volume)

"""The settings of each account and region at Acme, and the gaps in them."""

import json
from typing import Any

from ringwall.emulator.acme.past import days_ago
from ringwall.emulator.acme.team import HOME, Team
from ringwall.emulator.state import RootUser

STANDARD = (
    "arn:aws:securityhub:{region}::standards/aws-foundational-security-best-practices/v/1.0.0"
)
CONFIG_BUCKET = "acme-config-logs"
ALL_BLOCKED = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}

# Gaps. Each is listed in weaknesses.csv.
KEPT_DEFAULT_VPC = ("dev", "eu-central-1")
NO_EBS_ENCRYPTION = ("dev", "eu-central-1")
NO_DETECTOR = ("dev", "eu-central-1")
SUSPENDED_DETECTOR = ("staging", "eu-west-1")
NO_HUB = ("staging", "eu-central-1")
NO_ANALYZER = ("dev", "eu-central-1")
NO_RECORDER = ("network", "eu-central-1")
STOPPED_RECORDER = ("dev", "eu-west-1")
NO_CONTACT = "staging"
WEAK_PASSWORDS = "dev"
NO_ACCOUNT_BLOCK = "dev"


def set_account(team: Team) -> None:
    """Make the settings that an account has once."""
    _set_root(team)
    if team.name != NO_CONTACT:
        for kind in ("Security", "Billing", "Operations"):
            team.client("account").put_alternate_contact(
                AlternateContactType=kind.upper(),
                Name=f"Acme {kind}",
                Title=f"{kind} on call",
                EmailAddress=f"{kind.lower()}@acme.example",
                PhoneNumber="+1-555-0100",
            )
    weak = team.name == WEAK_PASSWORDS
    team.client("iam").update_account_password_policy(
        MinimumPasswordLength=8 if weak else 16,
        RequireSymbols=not weak,
        RequireNumbers=True,
        RequireUppercaseCharacters=True,
        RequireLowercaseCharacters=True,
        AllowUsersToChangePassword=True,
        **({} if weak else {"PasswordReusePrevention": 24, "MaxPasswordAge": 90}),
    )
    if team.name != NO_ACCOUNT_BLOCK:
        team.client("s3control").put_public_access_block(
            AccountId=team.account_id, PublicAccessBlockConfiguration=ALL_BLOCKED
        )


def _set_root(team: Team) -> None:
    """Set the history of the root user, which no API can."""
    past: dict[str, Any] = {"created": days_ago(1400), "mfa": team.name != "dev"}
    if team.name == "prod":
        past["password_last_used"] = days_ago(3)
    if team.name == "staging":
        past |= {"access_key_created": days_ago(60), "access_key_last_used": days_ago(200)}
    team.app.state.roots[team.account_id] = RootUser(**past)


def set_region(team: Team, region: str) -> None:
    """Make the settings that an account has in each region."""
    place = (team.name, region)
    ec2 = team.client("ec2", region)
    if place == KEPT_DEFAULT_VPC:
        _complete_default_vpc(ec2)
    else:
        _delete_default_vpc(ec2)
    if place != NO_EBS_ENCRYPTION:
        ec2.enable_ebs_encryption_by_default()
    ec2.enable_snapshot_block_public_access(
        State="unblocked" if team.name == "dev" else "block-all-sharing"
    )
    ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=2)
    if place != NO_DETECTOR:
        enabled = place != SUSPENDED_DETECTOR
        team.client("guardduty", region).create_detector(
            Enable=enabled, FindingPublishingFrequency="FIFTEEN_MINUTES"
        )
    if place != NO_HUB:
        hub = team.client("securityhub", region)
        hub.enable_security_hub(EnableDefaultStandards=False)
        hub.batch_enable_standards(
            StandardsSubscriptionRequests=[{"StandardsArn": STANDARD.format(region=region)}]
        )
    if place != NO_ANALYZER:
        team.client("accessanalyzer", region).create_analyzer(
            analyzerName="external", type="ACCOUNT"
        )
    if place == ("security", HOME):
        team.client("accessanalyzer", region).create_analyzer(
            analyzerName="unused",
            type="ORGANIZATION_UNUSED_ACCESS",
            configuration={"unusedAccess": {"unusedAccessAge": 90}},
        )
    if place != NO_RECORDER:
        _record(team, region, started=place != STOPPED_RECORDER)
    _set_sessions(team.client("ssm", region))


def _set_sessions(ssm: Any) -> None:
    """Have sessions encrypted and logged, and no document shared with everybody."""
    inputs = {"kmsKeyId": "alias/sessions", "s3BucketName": "acme-session-logs"}
    content = {"schemaVersion": "1.0", "sessionType": "Standard_Stream", "inputs": inputs}
    ssm.create_document(
        Name="SSM-SessionManagerRunShell",
        DocumentType="Session",
        DocumentFormat="JSON",
        Content=json.dumps(content),
    )
    ssm.update_service_setting(
        SettingId="/ssm/documents/console/public-sharing-permission", SettingValue="Disable"
    )


def _complete_default_vpc(ec2: Any) -> None:
    """Add what AWS's default VPC has and moto's lacks, such as the route to the internet."""
    default = [{"Name": "is-default", "Values": ["true"]}]
    vpc = ec2.describe_vpcs(Filters=default)["Vpcs"][0]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    own = [{"Name": "vpc-id", "Values": [vpc]}]
    table = ec2.describe_route_tables(Filters=own)["RouteTables"][0]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    group = ec2.describe_security_groups(Filters=own)["SecurityGroups"][0]["GroupId"]
    itself = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group}]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[itself])


def _delete_default_vpc(ec2: Any) -> None:
    for vpc in ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]:
        own = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
        for subnet in ec2.describe_subnets(Filters=own)["Subnets"]:
            ec2.delete_subnet(SubnetId=subnet["SubnetId"])
        ec2.delete_vpc(VpcId=vpc["VpcId"])


def _record(team: Team, region: str, *, started: bool) -> None:
    config = team.client("config", region)
    linked = "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    role = team.arn("iam", "", linked)
    iam = team.client("iam")
    if not iam.list_roles(PathPrefix="/aws-service-role/config.amazonaws.com/")["Roles"]:
        iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")
    config.put_configuration_recorder(
        ConfigurationRecorder={
            "name": "default",
            "roleARN": role,
            "recordingGroup": {
                "allSupported": True,
                "includeGlobalResourceTypes": region == HOME,
            },
        }
    )
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": CONFIG_BUCKET})
    if started:
        config.start_configuration_recorder(ConfigurationRecorderName="default")

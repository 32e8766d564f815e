"""The blueprints of examples/: each is checked, planned, and (in the slow suite) made so."""

import json
from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from blueprint_world import BlueprintWorld, tell_differences, tell_skipped
from built_acme import BuiltAcme
from recorded_events import RecordedEvents

from ringwall.catalog.loader import load_tables
from ringwall.jobs.audit import AuditRequest, run_audit
from ringwall.jobs.blueprint.check import check_blueprint
from ringwall.jobs.demo import WHOLE
from ringwall.model.layer import LAYERS
from ringwall.store.database.ledger import Filter

FOLDER = Path(__file__).parents[1] / "examples"
EXAMPLES = {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}
REGIONS = {
    "adopted": ("us-east-1", "eu-west-1", "eu-central-1"),
    "bank": ("eu-central-1", "eu-west-1"),
    "startup": ("eu-central-1",),
}
ACCOUNT = "organizations_account"
BY_HAND = "sso_instance/identity-center"
"""What only a person can do: all that waits for it is skipped."""


def test_there_are_three_and_each_is_tried() -> None:
    assert EXAMPLES.keys() == REGIONS.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_wrong_with_an_example(name: str) -> None:
    assert check_blueprint(EXAMPLES[name]).regions == len(REGIONS[name])


def open_world(name: str, world_of: Callable[..., BlueprintWorld], acme: BuiltAcme) -> Any:
    organization_world = world_of(*REGIONS[name])
    if name == "adopted":
        organization_world.emulator.load(acme.contents)
    return organization_world


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_planned_and_what_is_left_out_waits_for_a_person(
    name: str, world_of: Callable[..., BlueprintWorld], built_acme: BuiltAcme
) -> None:
    organization_world = open_world(name, world_of, built_acme)
    text = EXAMPLES[name].read_text(encoding="utf-8")
    plan = organization_world.plan(text, "accounts", "identity")
    created = [d for d in plan.differences if (d.key.table, d.action) == (ACCOUNT, "create")]
    assert len(created) == {"adopted": 0, "bank": 13, "startup": 3}[name]
    assert plan.changes
    others = [key for key, why in tell_skipped(plan).items() if BY_HAND not in key + why]
    assert others == []


IAM_LEFT_ALONE = (
    "iam.access_keys_are_rotated",
    "iam.admin_roles_are_used",
    "iam.console_users_have_mfa",
    "iam.external_roles_require_external_id",
    "iam.no_policy_grants_full_admin",
    "iam.oidc_trust_limits_subject",
    "iam.principals_do_not_escalate_to_admin",
    "iam.role_trust_is_not_public",
    "iam.roles_do_not_trust_across_environments",
    "iam.root_has_mfa",
    "iam.root_has_no_access_keys",
    "iam.root_is_not_used",
    "iam.unused_credentials_are_off",
    "iam.users_are_not_admins",
    "iam.users_have_no_direct_policies",
    "iam.users_have_one_active_key",
)
"""Controls of no section: of users, keys, roles and root users, which are weak as they were."""
BY_PERSON = (
    "organizations.management_account_runs_no_workloads",
    "cloudtrail.trail_*",
    "logs.log_group_has_retention",
    "s3.bucket_access_is_logged",
)
"""Controls that fail of what the blueprint has no say in; the how-to says what a person does."""
OWN = (
    "acme-organization",
    "acme-trail",
    "acme-access-logs",
    "acme-config",
    "acme-flow-logs",
    "aws-controltower",
)
"""What the resources of the blueprint are called: none of these fails."""


class Failure(NamedTuple):
    """A control that fails, of what."""

    rule: str
    resource: str
    account_id: str
    region: str


@pytest.mark.slow
def test_at_acme_the_controls_of_the_sections_turn_to_pass(
    world_of: Callable[..., BlueprintWorld], built_acme: BuiltAcme
) -> None:
    world = open_world("adopted", world_of, built_acme)
    world.enable_identity_center("us-east-1")
    before = find_failures(world)
    text = EXAMPLES["adopted"].read_text(encoding="utf-8")
    names = {id_: name for name, id_ in built_acme.acme.accounts.items()}
    text = name_vpcs(text, names, before)
    world.build(text, most=2)
    built = find_failures(world)
    assert [each for each in built if any(own in each.resource for own in OWN)] == []
    fresh = built - before
    assert [each for each in fresh if "aws-security-data-lake" not in each.resource] == []
    left = {each for each in built if each.rule not in IAM_LEFT_ALONE}
    assert [each for each in left if not any(fnmatch(each.rule, by) for by in BY_PERSON)] == []

    do_by_hand(world, left)
    after = find_failures(world)
    assert {each for each in after if each.rule not in IAM_LEFT_ALONE} == set()
    assert after <= before
    assert tell_differences(world.plan(text)) == []


FIRST = ("accounts", "identity", "detection")
"""The layers that the blueprint of Acme builds."""
FOR_PERSON = {"iam.root_has_mfa", "sso.organization_has_an_instance"}
"""Controls that wait for a person: steps by hand, which every plan shows."""
NOT_WANTED = {"securitylake.organization_has_data_lake"}
"""Controls of sections that the blueprint has turned off, for what they cost."""


@pytest.mark.slow
def test_from_nothing_all_six_layers_are_built_and_their_controls_pass(
    world_of: Callable[..., BlueprintWorld],
) -> None:
    """Every Region is read: what was not, is unknown, and would hide what fails."""
    world = world_of("us-east-1")
    world.build(WHOLE)
    for account in world.client("organizations").list_accounts()["Accounts"]:
        is_own = account["Id"] == world.client("sts").get_caller_identity()["Account"]
        ec2 = (
            world.client("ec2", "us-east-1")
            if is_own
            else world.enter(account["Id"], "ec2", "us-east-1")
        )
        remove_default_vpc(ec2)
    regions = [
        each["RegionName"]
        for each in world.client("ec2", "us-east-1").describe_regions()["Regions"]
    ]
    everywhere = replace(world, regions=tuple(regions))
    failures = find_failures(everywhere, LAYERS)
    governed = {each.rule for each in failures if each.region in {"us-east-1", "global", ""}}
    assert governed == FOR_PERSON | NOT_WANTED


def remove_default_vpc(ec2: Any) -> None:
    """Do what the fix of ec2.default_vpc_is_removed does."""
    (vpc,) = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    mine = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
    for subnet in ec2.describe_subnets(Filters=mine)["Subnets"]:
        ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    attached = [{"Name": "attachment.vpc-id", "Values": [vpc["VpcId"]]}]
    for gateway in ec2.describe_internet_gateways(Filters=attached)["InternetGateways"]:
        ec2.detach_internet_gateway(
            InternetGatewayId=gateway["InternetGatewayId"], VpcId=vpc["VpcId"]
        )
        ec2.delete_internet_gateway(InternetGatewayId=gateway["InternetGatewayId"])
    ec2.delete_vpc(VpcId=vpc["VpcId"])


def do_by_hand(world: BlueprintWorld, left: set[Failure]) -> None:
    """Do the steps of docs/howto/adopt_an_existing_organization.md, as a person does."""
    management = world.client("sts").get_caller_identity()["Account"]
    for rule, resource, account, region in sorted(left):
        service, name = rule.partition(".")[0], resource.rpartition(":")[2]
        if service == "organizations":
            end_instances(world)
            continue
        own = account == management
        client = world.client(service, region) if own else world.enter(account, service, region)
        if service == "cloudtrail":
            with suppress(client.exceptions.TrailNotFoundException):
                client.delete_trail(Name=resource)
        elif service == "logs":
            group = resource.partition(":log-group:")[2]
            client.put_retention_policy(logGroupName=group, retentionInDays=365)
        else:
            log_access(client, name, f"logs-{account}-{region}", region)


def log_access(s3: Any, bucket: str, target: str, region: str) -> None:
    """Log the access to a bucket to another one of its account, which is made if need be."""
    where = {} if region == "us-east-1" else {"LocationConstraint": region}
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(Bucket=target, **({"CreateBucketConfiguration": where} if where else {}))
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{target}/*",
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    s3.put_bucket_policy(Bucket=target, Policy=json.dumps(policy))
    logging = {"TargetBucket": target, "TargetPrefix": f"{bucket}/"}
    s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={"LoggingEnabled": logging})


def end_instances(world: BlueprintWorld) -> None:
    """Terminate what runs in the management account."""
    for region in world.regions:
        ec2 = world.client("ec2", region)
        for page in ec2.get_paginator("describe_instances").paginate():
            for each in (each for one in page["Reservations"] for each in one["Instances"]):
                ec2.terminate_instances(InstanceIds=[each["InstanceId"]])


def name_vpcs(text: str, names: Mapping[str, str], failures: set[Failure]) -> str:
    """Return the blueprint with the VPCs that nobody logs, as whoever adopts it would."""
    sections = {
        "flow_logs": "ec2.vpc_has_flow_logs",
        "resolver_logs": "route53resolver.vpc_queries_are_logged",
    }
    told = ""
    for section, rule in sections.items():
        told += f"  {section}:\n    vpcs:\n"
        for arn in sorted(each.resource for each in failures if fnmatch(each.rule, rule)):
            _, _, _, region, account, vpc = arn.split(":")
            place = f"account: {names[account]}, region: {region}, vpc_id: {vpc.rpartition('/')[2]}"
            told += f"      - {{{place}}}\n"
    return text.replace("adopt:\n", f"{told}adopt:\n")


def find_failures(world: BlueprintWorld, layers: Container[str] = FIRST) -> set[Failure]:
    """Return each failure in some layers."""
    world.collect({*load_tables()})
    request = AuditRequest(keeps=False)
    with run_audit(world.home, request, RecordedEvents()) as result:
        found = list(result.ledger.findings(Filter(answers=("fail",))))
    return {
        Failure(each.rule, each.resource, each.account_id, each.region)
        for each in found
        if each.layer in layers
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_made_so_and_then_nothing_is_to_be_done(
    name: str, world_of: Callable[..., BlueprintWorld], built_acme: BuiltAcme
) -> None:
    organization_world = open_world(name, world_of, built_acme)
    # AWS allows ten accounts until it is asked for more.
    organization_world.client("service-quotas", "us-east-1").request_service_quota_increase(
        ServiceCode="organizations", QuotaCode="L-E619E033", DesiredValue=20
    )
    # The second run heeds what only an organization shows: the address of its management account.
    organization_world.build(EXAMPLES[name].read_text(encoding="utf-8"), most=2)

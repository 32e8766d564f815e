"""Every playbook, all the way: planned, applied, planned again (nothing), undone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import public_resources
import pytest
import weak_databases
import weak_settings
from botocore import xform_name
from log_targets import make_log_bucket
from written_policies import GIVE_NO_ACCESS, POLICY_WRITES, assert_no_wider

from ringwall.apply.environment import RunEnvironment
from ringwall.apply.run import execute
from ringwall.apply.undo import undo
from ringwall.aws.verbs import is_read
from ringwall.catalog.loader import load_playbooks
from ringwall.catalog.operations import find_reads_of
from ringwall.model.change import Cause, Plan
from ringwall.model.finding import Finding, fingerprint
from ringwall.model.playbook import Playbook
from ringwall.model.state import is_same, read_state
from ringwall.model.table import Reader, Row
from ringwall.respond.fixes import plan_fixes

ACCOUNT = "123456789012"
REGION = "eu-west-1"
ACTOR = f"arn:aws:iam::{ACCOUNT}:user/ann"
Estate = Any
"""tests/apply/conftest.py declares it."""
Setup = Callable[[Estate], str]
"""Plants a weakness and returns the resource's ARN."""

BLOCKED = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def leave_account_open(_: Estate) -> str:
    return f"arn:aws:s3:::{ACCOUNT}"


def leave_account_half_open(estate: Estate) -> str:
    flags = dict.fromkeys(BLOCKED, False) | {"BlockPublicAcls": True}
    estate.client("s3control").put_public_access_block(
        AccountId=ACCOUNT, PublicAccessBlockConfiguration=flags
    )
    return f"arn:aws:s3:::{ACCOUNT}"


def make_bucket(estate: Estate, name: str = "acme-logs") -> str:
    estate.client("s3").create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    return f"arn:aws:s3:::{name}"


def make_bucket_half_open(estate: Estate) -> str:
    arn = make_bucket(estate)
    flags = dict.fromkeys(BLOCKED, True) | {"RestrictPublicBuckets": False}
    estate.client("s3").put_public_access_block(
        Bucket="acme-logs", PublicAccessBlockConfiguration=flags
    )
    return arn


def leave_disks_plain(_: Estate) -> str:
    return f"arn:aws:ec2:{REGION}:{ACCOUNT}:ebs-encryption-by-default"


def make_group(estate: Estate, *permissions: dict[str, Any]) -> str:
    ec2 = estate.client("ec2")
    vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    group = ec2.create_security_group(GroupName="web", Description="web", VpcId=vpc)["GroupId"]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=list(permissions))
    return f"arn:aws:ec2:{REGION}:{ACCOUNT}:security-group/{group}"


def tcp(low: int, high: int, cidr: str, description: str = "") -> dict[str, Any]:
    key = "Cidr" + ("Ipv6" if ":" in cidr else "Ip")
    peer = {key: cidr} | ({"Description": description} if description else {})
    ranges = "Ipv6Ranges" if ":" in cidr else "IpRanges"
    return {"IpProtocol": "tcp", "FromPort": low, "ToPort": high, ranges: [peer]}


def open_ssh(estate: Estate) -> str:
    return make_group(
        estate,
        tcp(22, 22, "0.0.0.0/0", "for `Bob's` laptop"),
        tcp(22, 22, "::/0"),
        tcp(22, 22, "10.0.0.0/8"),
        tcp(443, 443, "0.0.0.0/0"),
    )


def open_rdp(estate: Estate) -> str:
    return make_group(estate, tcp(3000, 4000, "0.0.0.0/0"))


def open_cifs(estate: Estate) -> str:
    return make_group(estate, tcp(445, 445, "0.0.0.0/0"), tcp(443, 443, "0.0.0.0/0"))


def open_telnet(estate: Estate) -> str:
    return make_group(estate, tcp(23, 23, "::/0"), tcp(8080, 8080, "10.0.0.0/8"))


def open_database(estate: Estate) -> str:
    everything = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    return make_group(estate, everything, tcp(5432, 5432, "0.0.0.0/1"))


def make_trail(estate: Estate) -> str:
    make_log_bucket(estate.client("s3", "us-east-1"), "acme-trail", "cloudtrail")
    trail = estate.client("cloudtrail").create_trail(Name="main", S3BucketName="acme-trail")
    return str(trail["TrailARN"])


def make_idle_key(estate: Estate) -> str:
    iam = estate.client("iam")
    arn = iam.create_user(UserName="bob", Path="/staff/")["User"]["Arn"]
    iam.create_access_key(UserName="bob")
    return str(arn)


def run_instance(estate: Estate) -> str:
    ec2 = estate.client("ec2")
    run = ec2.run_instances(
        ImageId="ami-0123456789abcdef0",
        MinCount=1,
        MaxCount=1,
        MetadataOptions={"HttpTokens": "optional"},
    )
    instance = run["Instances"][0]["InstanceId"]
    return f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/{instance}"


def share_snapshot(estate: Estate) -> str:
    ec2 = estate.client("ec2")
    volume = ec2.create_volume(AvailabilityZone=f"{REGION}a", Size=1)["VolumeId"]
    snapshot = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    ec2.modify_snapshot_attribute(
        SnapshotId=snapshot,
        Attribute="createVolumePermission",
        OperationType="add",
        GroupNames=["all"],
    )
    return f"arn:aws:ec2:{REGION}::snapshot/{snapshot}"


def make_key(estate: Estate) -> str:
    return str(estate.client("kms").create_key()["KeyMetadata"]["Arn"])


def find_subnet(estate: Estate) -> str:
    subnet = estate.client("ec2").describe_subnets()["Subnets"][0]
    assert subnet["MapPublicIpOnLaunch"]
    return f"arn:aws:ec2:{REGION}:{ACCOUNT}:subnet/{subnet['SubnetId']}"


def make_database(estate: Estate) -> str:
    made = estate.client("rds").create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="root",
        MasterUserPassword="not-a-secret",
    )
    return str(made["DBInstance"]["DBInstanceArn"])


TRIED_ELSEWHERE = {
    "ec2.default_vpc_is_removed",  # by tests/catalog/test_remove_default_vpc.py
    "guardduty.runtime_monitoring_is_not_doubled",  # by tests/catalog/test_playbooks.py
}
"""Rules whose playbooks do not bring the very same resource back."""
CASES: list[tuple[str, Setup, int]] = [
    ("s3.account_public_access_is_blocked", leave_account_open, 1),
    ("s3.account_public_access_is_blocked", leave_account_half_open, 1),
    ("s3.bucket_public_access_is_blocked", make_bucket, 1),
    ("s3.bucket_public_access_is_blocked", make_bucket_half_open, 1),
    ("s3.bucket_policy_is_not_public", make_bucket_half_open, 1),
    ("ec2.ebs_encryption_is_default", leave_disks_plain, 1),
    ("ec2.ssh_is_not_open", open_ssh, 2),
    ("ec2.rdp_is_not_open", open_rdp, 1),
    ("ec2.database_ports_are_not_open", open_database, 2),
    ("ec2.cifs_is_not_open", open_cifs, 1),
    ("ec2.high_risk_ports_are_not_open", open_telnet, 1),
    ("ec2.instance_requires_imdsv2", run_instance, 1),
    ("ec2.snapshot_is_not_public", share_snapshot, 1),
    ("ec2.subnet_does_not_assign_public_ips", find_subnet, 1),
    ("cloudtrail.trail_is_logging", make_trail, 1),
    ("cloudtrail.trail_validates_files", make_trail, 1),
    ("iam.unused_credentials_are_off", make_idle_key, 1),
    ("kms.key_rotates", make_key, 1),
    ("rds.instance_is_protected_from_deletion", make_database, 1),
    *public_resources.CASES,
    *weak_databases.CASES,
    *weak_settings.CASES,
]
"""Rule, how its weakness comes about, and how many Changes mend it."""


def find(rule: str, resource: str) -> Finding:
    return Finding(
        uid=fingerprint("ringwall", rule, resource),
        rule=rule,
        title=rule,
        severity="high",
        layer="data",
        account_id=ACCOUNT,
        region="global" if rule.startswith("iam.") else REGION,
        resources=(resource,),
        reason="seen",
        first_seen=0,
        last_seen=0,
    )


@dataclass(frozen=True)
class Older:
    """A reader to whom all that is made now is two months old: no emulator makes it so."""

    reader: Reader

    @property
    def account_id(self) -> str:
        return self.reader.account_id

    @property
    def region(self) -> str:
        return self.reader.region

    @property
    def partition(self) -> str:
        return self.reader.partition

    def call(self, operation: str, **parameters: Any) -> Row:
        answer = self.reader.call(operation, **parameters)
        profile = answer.get("LoginProfile")
        return answer | {"LoginProfile": _age(profile)} if profile else answer

    def items(self, operation: str, path: str, **parameters: Any) -> Iterator[Row]:
        return map(_age, self.reader.items(operation, path, **parameters))

    def at(self, region: str) -> Reader:
        return self.reader.at(region)


def _age(row: Row) -> Row:
    made = row.get("CreateDate") if isinstance(row, dict) else None
    return row | {"CreateDate": made - timedelta(days=60)} if made else row


def plan(environment: RunEnvironment, finding: Finding) -> Plan:
    def older(account_id: str, region: str) -> Any:
        return Older(environment.connections.reader(account_id, region))

    return plan_fixes([finding], load_playbooks().values(), older, REGION)


@pytest.mark.parametrize(("rule", "plant", "count"), CASES)
def test_a_weakness_is_mended_and_comes_back_with_undo(
    rule: str, plant: Setup, count: int, estate: Estate, environment: RunEnvironment
) -> None:
    finding = find(rule, plant(estate))
    estate.emulator.calls.clear()
    planned = plan(environment, finding)
    assert planned.skipped == ()
    assert len(planned.changes) == count
    assert {change.cause for change in planned.changes} == {Cause("finding", finding.uid)}
    for change in planned.changes:
        assert_no_wider(change)

    report = execute(planned.changes, environment, ACTOR)
    assert [step.outcome for step in report.steps] == ["verified"] * count, report.steps
    # Of Changes of one document, each begins where the one before it ends.
    for change in {repr(change.probe): change for change in planned.changes}.values():
        reader = environment.connections.reader(change.account_id, change.region)
        assert is_same(change.probe, read_state(change.probe, reader), change.after)

    again = plan(environment, finding)
    assert again.changes == ()
    assert "fixed already" in again.skipped[0][1]

    back = undo(report.run.id, environment, ACTOR)
    assert back is not None
    assert back.is_clean
    for change in {repr(change.probe): change for change in reversed(planned.changes)}.values():
        reader = environment.connections.reader(change.account_id, change.region)
        assert is_same(change.probe, read_state(change.probe, reader), change.before)
    assert undo(report.run.id, environment, ACTOR) is None
    assert tell(plan(environment, finding)) == tell(planned)
    assert find_calls(estate) <= find_declared_calls(rule)


def find_calls(estate: Estate) -> set[str]:
    """Return the operations that AWS was asked for, beside who calls."""
    names = (call.partition(":")[2] for call in estate.emulator.calls)
    return {xform_name(name) for name in names} - {"get_caller_identity"}


def find_declared_calls(rule: str) -> set[str]:
    """Return what a playbook's role may do: permissions are made of it."""
    book = next(book for book in load_playbooks().values() if rule in book.answers)
    calls = (*find_reads_of(book), *(shape.operation for shape in book.writes))
    return {call.partition(".")[2] for call in calls}


def tell(planned: Plan) -> list[tuple[str, str]]:
    return sorted((change.id, repr(change.undo)) for change in planned.changes)


def test_every_playbook_is_tried_above() -> None:
    """Acme need not have the weakness: a line of CASES creates it."""
    answered = {rule for book in load_playbooks().values() for rule in book.answers}
    tried = {rule for rule, _, _ in CASES} | TRIED_ELSEWHERE
    missing = sorted(answered - tried)
    assert not missing, f"add a line to CASES (rule, function, number of Changes) for {missing}"
    left = sorted(tried - answered)
    assert not left, f"no playbook answers {left}: remove their lines from CASES"


@pytest.mark.parametrize("playbook", load_playbooks().values(), ids=lambda book: book.id)
def test_no_playbook_gives_anyone_access(playbook: Playbook) -> None:
    """A journal can ask for what a playbook declares: none of that may create or widen access.

    What a policy is replaced by is proved to be no wider above, in each case of its playbook.
    """
    granting = re.compile(r"(iam|sts|organizations)\.|policy|login|grant|add_permission")
    assert playbook.writes
    for shape in playbook.writes:
        assert not is_read(shape.operation)
        if shape.operation not in POLICY_WRITES and shape.operation not in GIVE_NO_ACCESS:
            assert not granting.search(shape.operation)


def test_every_write_that_could_give_access_is_made_by_a_playbook() -> None:
    made = {shape.operation for book in load_playbooks().values() for shape in book.writes}
    assert set(POLICY_WRITES) | set(GIVE_NO_ACCESS) <= made


def test_only_the_open_rules_of_a_group_go(estate: Estate, environment: RunEnvironment) -> None:
    finding = find("ec2.ssh_is_not_open", open_ssh(estate))
    group = finding.resource.rpartition("/")[2]
    planned = plan(environment, finding)
    execute(planned.changes, environment, ACTOR)
    left = estate.client("ec2").describe_security_groups(GroupIds=[group])
    permissions = left["SecurityGroups"][0]["IpPermissions"]
    peers = {(p["FromPort"], r["CidrIp"]) for p in permissions for r in p["IpRanges"]}
    assert peers == {(22, "10.0.0.0/8"), (443, "0.0.0.0/0")}
    assert not any(p["Ipv6Ranges"] for p in permissions)


def test_a_description_comes_back_with_the_rule(
    estate: Estate, environment: RunEnvironment
) -> None:
    finding = find("ec2.ssh_is_not_open", open_ssh(estate))
    planned = plan(environment, finding)
    run = execute(planned.changes, environment, ACTOR).run
    undo(run.id, environment, ACTOR)
    rules = estate.client("ec2").describe_security_group_rules()["SecurityGroupRules"]
    assert [r["Description"] for r in rules if r.get("Description")] == ["for `Bob's` laptop"]


def test_a_new_key_stays_on(estate: Estate, environment: RunEnvironment) -> None:
    finding = find("iam.unused_credentials_are_off", make_idle_key(estate))
    planned = plan_fixes([finding], load_playbooks().values(), environment.connections.reader)
    assert planned.changes == ()
    assert "fixed already" in planned.skipped[0][1]


def test_an_idle_password_is_left_to_a_human(estate: Estate, environment: RunEnvironment) -> None:
    arn = estate.client("iam").create_user(UserName="eve")["User"]["Arn"]
    estate.client("iam").create_login_profile(UserName="eve", Password="Not-4-secret!")
    finding = find("iam.unused_credentials_are_off", arn)
    planned = plan(environment, finding)
    assert planned.changes == ()
    assert "delete-login-profile --user-name eve" in planned.skipped[0][1]


def test_root_is_left_to_a_human(environment: RunEnvironment) -> None:
    finding = find("iam.unused_credentials_are_off", f"arn:aws:iam::{ACCOUNT}:root")
    planned = plan(environment, finding)
    assert "only the root user" in planned.skipped[0][1]


def test_a_trail_of_another_account_is_mended_there(environment: RunEnvironment) -> None:
    trail = f"arn:aws:cloudtrail:{REGION}:999999999999:trail/organization"
    planned = plan(environment, find("cloudtrail.trail_is_logging", trail))
    assert "account 999999999999 owns the trail" in planned.skipped[0][1]


def test_a_disabled_key_is_left_to_a_human(estate: Estate, environment: RunEnvironment) -> None:
    arn = make_key(estate)
    estate.client("kms").disable_key(KeyId=arn.rpartition("/")[2])
    planned = plan(environment, find("kms.key_rotates", arn))
    assert "the key is Disabled" in planned.skipped[0][1]

"""The access relation of a large organization: time and memory of the questions to it.

    python bench/iam_scale.py [principals] [resources] [passers]

The organization is made up: 100 accounts in four units with SCPs and an RCP; principals with
managed and inline policies of every sort (one in fifty is an administrator, one in ten has a
boundary), buckets, queues, topics, keys and secrets, of which one in five lets somebody in from
outside. It is written as a snapshot and read back: reading is a figure of its own. Time is the
processor's.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from ringwall.catalog.loader import load_tables
from ringwall.cli.main import ease_collector
from ringwall.model.coverage import Coverage
from ringwall.reason.iam.escalation.chains import find_escalation
from ringwall.reason.iam.organization.model import Resource
from ringwall.reason.iam.organization.read import read_organization
from ringwall.reason.iam.question.target_resource import find_target
from ringwall.reason.iam.relation.external import find_exposures
from ringwall.reason.iam.relation.who_can import find_who_can
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.snapshot import Snapshot, SnapshotWriter, attach_snapshot

ACCOUNTS = [f"{100000000000 + number}" for number in range(100)]
ORGANIZATION, ROOT = "o-benchmark0", "r-b000"
UNITS = ("ou-b000-prod", "ou-b000-test", "ou-b000-dev", "ou-b000-infra")
VENDOR = "999911112222"
Json = dict[str, Any]
Found = TypeVar("Found")


def main(principals: int, resources: int, passers: int) -> None:
    """Print one line a figure."""
    ease_collector()  # as the program does
    with tempfile.TemporaryDirectory() as folder, EmbeddedEngine(Path(folder)) as engine:
        snapshot = write_estate(Path(folder), principals, resources)
        attach_snapshot(engine, snapshot, load_tables().values())
        size = f"{principals:,} principals, {resources:,} resources"
        organization = measure(
            f"iam scale, read {size}", lambda: read_organization(engine, load_tables().values())
        )
    bucket = next(arn for arn, r in organization.resources.items() if r.table == "s3_bucket")
    for action, arn in (
        ("s3:GetObject", bucket),
        ("sts:AssumeRole", f"arn:aws:iam::{ACCOUNTS[0]}:role/role-0"),
        ("iam:PassRole", f"arn:aws:iam::{ACCOUNTS[0]}:role/role-0"),
    ):
        measure(f"iam scale, who-can {action}", partial(find_all, organization, action, arn))
    public = next(arn for arn, r in organization.resources.items() if is_open(r))
    for what in ("a public bucket", "a public bucket again, policies compiled"):
        measure(
            f"iam scale, who-can, {what}",
            lambda: find_all(organization, "s3:GetObject", f"{public}/x"),
        )
    measure("iam scale, all access from outside", lambda: list(find_exposures(organization)))
    found = measure(
        "iam scale, escalation of all principals", lambda: find_escalation(organization)
    )
    admins = sum(power.is_admin is True for power in found.powers.values())
    with tempfile.TemporaryDirectory() as folder, EmbeddedEngine(Path(folder)) as engine:
        attach_snapshot(engine, write_passers(Path(folder), passers), load_tables().values())
        passing = read_organization(engine, load_tables().values())
    measure(
        f"iam scale, escalation of {passers} principals that may pass every role",
        lambda: list(find_escalation(passing).edges),
    )
    print(
        f"iam scale, found: {admins} admins, {len(found.edges)} edges, {len(found.chains)} chains"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"iam scale, peak memory: {peak:,} MB")


def find_all(organization: Any, action: str, arn: str) -> list[Any]:
    """Return everybody who can."""
    return list(find_who_can(find_target(organization, arn), action))


def is_open(found: Resource) -> bool:
    """Return whether a bucket's policy lets everybody in."""
    statements = (
        found.attached.document["Statement"] if found.attached and found.attached.document else ()
    )
    return found.table == "s3_bucket" and any(
        s["Effect"] == "Allow" and s["Principal"] == "*" and "Condition" not in s
        for s in statements
    )


def measure(what: str, work: Callable[[], Found]) -> Found:
    """Do some work and print how long it took, and how much it found."""
    start = time.process_time()
    found = work()
    count = f", {len(found):,} found" if isinstance(found, list) else ""
    print(f"{what}: {time.process_time() - start:.2f} s{count}", flush=True)
    return found


def write_estate(folder: Path, principals: int, resources: int) -> Snapshot:
    """Write the snapshot of the organization."""
    tables = load_tables()
    writer = SnapshotWriter(folder, tables)
    writer.add_coverage(Coverage(ACCOUNTS[0], "global", name, "list", "ok") for name in tables)
    for table, row in make_rows(principals, resources):
        writer.add(table, [row])
    return writer.finish("bench", dict.fromkeys(ACCOUNTS, "bench"), ("us-east-1",))


def make_rows(principals: int, resources: int) -> Iterator[tuple[str, Json]]:
    """Yield the rows of the organization, each with its table."""
    dice = random.Random(7)  # noqa: S311 - a made-up estate
    yield "organizations_organization", organization_row()
    yield from (("organizations_account", account_row(n)) for n in range(len(ACCOUNTS)))
    yield from (("organizations_policy", row) for row in control_rows())
    yield from (("iam_policy", row) for row in managed_rows())
    yield from (("iam_role", role_row(dice, number)) for number in range(principals))
    yield from (("s3_account", block_row(account)) for account in ACCOUNTS)
    yield from (resource_row(dice, number) for number in range(resources))


def write_passers(folder: Path, count: int) -> Snapshot:
    """Write an account in which everybody may pass every role to services that all roles trust."""
    tables = load_tables()
    writer = SnapshotWriter(folder, tables)
    writer.add_coverage(Coverage(ACCOUNTS[0], "global", name, "list", "ok") for name in tables)
    services = ["lambda", "ec2", "ecs-tasks", "codebuild", "glue", "sagemaker", "cloudformation"]
    principal = {"Service": [f"{name}.amazonaws.com" for name in services]}
    trusting = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    actions = ["iam:PassRole", "lambda:*", "ec2:*", "ecs:*", "codebuild:*", "glue:*", "sagemaker:*"]
    rewriting = ["iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:CreatePolicyVersion"]
    for number in range(count):
        row = role_row(random.Random(number), number * len(ACCOUNTS))  # noqa: S311 - made up
        held = document(allow(actions, "*"), allow(rewriting, row["arn"]))
        row |= {
            "policies": [{"PolicyName": "own", "PolicyDocument": held}],
            "permissions_boundary": "",
            "managed_policy_arns": [],
            "assume_role_policy_document": document(trusting),
        }
        writer.add("iam_role", [row])
    return writer.finish("passers", {ACCOUNTS[0]: "bench"}, ("us-east-1",))


def place(arn: str, account: str, region: str = "global") -> Json:
    """Return the envelope of a row."""
    return {
        "arn": arn, "partition": "aws", "account_id": account, "region": region,
        "resource_id": arn.rpartition(":")[2], "tags": {}, "captured_at": "2026-01-01T00:00:00Z",
        "source": "bench", "raw": {},
    }  # fmt: skip


def organization_row() -> Json:
    """Return the organization."""
    return {
        **place(f"arn:aws:organizations::{ACCOUNTS[0]}:organization/{ORGANIZATION}", ACCOUNTS[0]),
        "id": ORGANIZATION, "management_account_id": ACCOUNTS[0], "root_id": ROOT,
        "enabled_policy_types": ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"],
    }  # fmt: skip


def account_row(number: int) -> Json:
    """Return an account in one of the units."""
    account = ACCOUNTS[number]
    path = [ROOT, UNITS[number % len(UNITS)]]
    return {**place(f"arn:aws:organizations::account/{account}", account), "id": account,
            "account_name": f"account-{number}", "parent_ids": path}  # fmt: skip


def control_rows() -> Iterator[Json]:
    """Yield the SCPs and the RCP."""
    everywhere = [ROOT, *UNITS, *ACCOUNTS]
    yield control("FullAWSAccess", "SERVICE", everywhere, allow("*", "*"))
    regions = {"StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "eu-west-1"]}}
    yield control(
        "guardrails", "SERVICE", [ROOT],
        deny("organizations:LeaveOrganization", "*"), deny(["ec2:*", "rds:*"], "*", regions),
    )  # fmt: skip
    yield control(
        "prod", "SERVICE", [UNITS[0]], deny(["iam:CreateUser", "iam:CreateAccessKey"], "*")
    )
    ours = {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": ORGANIZATION},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
    yield control("perimeter", "RESOURCE", [UNITS[0]],
                  {**deny(["s3:*", "sqs:*"], "*", ours), "Principal": "*"})  # fmt: skip


def control(name: str, kind: str, targets: list[str], *statements: Json) -> Json:
    """Return an SCP or RCP."""
    return {**place(f"arn:aws:organizations::policy/{name}", ACCOUNTS[0]), "id": name, "name": name,
            "type": f"{kind}_CONTROL_POLICY", "content": document(*statements),
            "target_ids": targets}  # fmt: skip


def managed_rows() -> Iterator[Json]:
    """Yield the managed policies of each account: AWS's, and forty of its own."""
    for account in ACCOUNTS:
        for name, statements in AWS_POLICIES.items():
            yield {**place(f"arn:aws:iam::aws:policy/{name}", account),
                   "policy_document": document(*statements)}  # fmt: skip
        dice = random.Random(account)  # noqa: S311 - a made-up estate
        for number in range(40):
            arn = f"arn:aws:iam::{account}:policy/team-{number}"
            statements = [own_statement(dice, account) for _ in range(dice.randint(1, 5))]
            yield {**place(arn, account), "policy_document": document(*statements)}


def role_row(dice: random.Random, number: int) -> Json:
    """Return a role: who may become it, and what it may do."""
    account = ACCOUNTS[number % len(ACCOUNTS)]
    own = f"arn:aws:iam::{account}:policy/team-"
    managed = [f"{own}{dice.randrange(40)}" for _ in range(dice.randint(1, 3))]
    if chance(dice, 0.02):
        managed.append("arn:aws:iam::aws:policy/AdministratorAccess")
    if chance(dice, 0.3):
        managed.append("arn:aws:iam::aws:policy/ReadOnlyAccess")
    inline = [
        {"PolicyName": "own", "PolicyDocument": document(*(
            own_statement(dice, account) for _ in range(dice.randint(1, 4))))}
    ]  # fmt: skip
    trusting = trust(dice, account)
    is_machine = trusting["Principal"].get("Service") == "ec2.amazonaws.com"
    profile = f"arn:aws:iam::{account}:instance-profile/role-{number}"
    return {
        **place(f"arn:aws:iam::{account}:role/role-{number}", account),
        "role_id": f"AROA{number:016d}",
        "managed_policy_arns": managed,
        "policies": inline,
        "permissions_boundary": f"{own}0" if chance(dice, 0.1) else "",
        "assume_role_policy_document": document(trusting),
        "instance_profile_arns": [profile] if is_machine else [],
    }


def chance(dice: random.Random, share: float) -> bool:
    """Return true in that share of the calls."""
    return dice.random() < share


def trust(dice: random.Random, account: str) -> Json:
    """Return a trust statement."""
    kind = dice.choices(("service", "account", "role", "vendor"), (70, 10, 15, 5))[0]
    if kind == "service":
        service = dice.choice(["ec2", "lambda", "ecs-tasks", "codebuild", "glue"])
        principal: Json = {"Service": f"{service}.amazonaws.com"}
    elif kind == "account":
        principal = {"AWS": f"arn:aws:iam::{account}:root"}
    elif kind == "role":
        other = dice.choice(ACCOUNTS)
        principal = {"AWS": f"arn:aws:iam::{other}:role/role-{dice.randrange(10000)}"}
    else:
        principal = {"AWS": f"arn:aws:iam::{VENDOR}:root"}
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}


def own_statement(dice: random.Random, account: str) -> Json:
    """Return a statement as teams write them."""
    actions = dice.choice(
        [["s3:GetObject", "s3:ListBucket"], ["s3:*"], ["dynamodb:*"], ["sqs:*"], ["logs:*"],
         ["kms:Decrypt", "kms:GenerateDataKey*"], ["lambda:InvokeFunction"], ["sns:Publish"],
         ["ec2:Describe*"], ["secretsmanager:GetSecretValue"], ["ssm:GetParameter*"],
         ["sts:AssumeRole"], ["lambda:*"], ["iam:PassRole"], ["iam:Get*", "iam:List*"]]
    )  # fmt: skip
    number = dice.randrange(100_000)
    target = dice.choice(
        ["*", f"arn:aws:s3:::bench-{number}", f"arn:aws:s3:::bench-{number // 100}*",
         f"arn:aws:iam::{account}:role/role-{dice.randrange(100)}*",
         f"arn:aws:sqs:*:{account}:queue-{number}", f"arn:aws:lambda:*:{account}:function:fn-*"]
    )  # fmt: skip
    condition = None
    if chance(dice, 0.2):
        condition = dice.choice(
            [{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
             {"StringEquals": {"aws:RequestedRegion": "us-east-1"}},
             {"Bool": {"aws:MultiFactorAuthPresent": "true"}}]
        )  # fmt: skip
    return deny(actions, target, condition) if chance(dice, 0.1) else allow(
        actions, target, condition)  # fmt: skip


def resource_row(dice: random.Random, number: int) -> tuple[str, Json]:
    """Return a resource and its table: most policies name the own account, one in five do not."""
    account = ACCOUNTS[number % len(ACCOUNTS)]
    region = "us-east-1"
    kind = number % 5
    table, arn, column, actions = (
        ("s3_bucket", f"arn:aws:s3:::bench-{number}", "policy", ["s3:GetObject"]),
        ("sqs_queue", f"arn:aws:sqs:{region}:{account}:queue-{number}", "policy", ["sqs:*"]),
        ("sns_topic", f"arn:aws:sns:{region}:{account}:topic-{number}", "policy", ["sns:Publish"]),
        ("kms_key", f"arn:aws:kms:{region}:{account}:key/{number:08d}", "key_policy", ["kms:*"]),
        ("secretsmanager_secret", f"arn:aws:secretsmanager:{region}:{account}:secret:s-{number}",
         "resource_policy", ["secretsmanager:GetSecretValue"]),
    )[kind]  # fmt: skip
    target = f"{arn}/*" if kind == 0 else arn
    statements = [{**allow(actions, target), "Principal": {"AWS": f"arn:aws:iam::{account}:root"}}]
    if kind == 0:
        plain = {"Bool": {"aws:SecureTransport": "false"}}
        statements.append({**deny("s3:*", [arn, target], plain), "Principal": "*"})
    if chance(dice, 0.2):
        statements.append({**opening(dice, account), "Action": actions, "Resource": target})
    row = {**place(arn, account, region), column: document(*statements)}
    if kind == 0:
        row |= {"ignore_public_acls": True, "restrict_public_buckets": False, "acl": [],
                "object_ownership": "BucketOwnerEnforced", "owner_canonical_id": ""}  # fmt: skip
    if table == "kms_key":
        row["grants"] = []
    return table, row


def opening(dice: random.Random, account: str) -> Json:
    """Return what a statement says that lets somebody in from outside, or nearly does."""
    ours = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}
    mine = {"StringEquals": {"aws:SourceAccount": account}}
    principal, condition = dice.choice(
        [("*", None), ("*", ours), ("*", {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}),
         ({"AWS": f"arn:aws:iam::{VENDOR}:root"}, None), ({"AWS": dice.choice(ACCOUNTS)}, None),
         ({"Service": "sns.amazonaws.com"}, None), ({"Service": "s3.amazonaws.com"}, mine)]
    )  # fmt: skip
    found: Json = {"Effect": "Allow", "Principal": principal}
    return {**found, "Condition": condition} if condition else found


def block_row(account: str) -> Json:
    """Return an account's Block Public Access: off."""
    return {**place(f"arn:aws:s3::{account}:account", account), "ignore_public_acls": False,
            "restrict_public_buckets": False}  # fmt: skip


def allow(action: Any, target: Any, condition: Json | None = None) -> Json:
    """Return a statement that allows."""
    found: Json = {"Effect": "Allow", "Action": action, "Resource": target}
    return {**found, "Condition": condition} if condition else found


def deny(action: Any, target: Any, condition: Json | None = None) -> Json:
    """Return a statement that denies."""
    return {**allow(action, target, condition), "Effect": "Deny"}


def document(*statements: Json) -> Json:
    """Return a policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


AWS_POLICIES = {
    "AdministratorAccess": [allow("*", "*")],
    "ReadOnlyAccess": [
        allow(["s3:Get*", "s3:List*", "ec2:Describe*", "sqs:Get*", "iam:Get*", "iam:List*"], "*")
    ],
}

if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:4]]
    main(*sizes, *(10_000, 100_000, 65)[len(sizes) :])

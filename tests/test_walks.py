"""One account walked from its collection to its reports, wherever AWS puts it.

What a person would say of it is written down here: which rules must fail, which must pass, and of
which nothing can be said. An account without an organization, one that may not read it, one in
China or in GovCloud: all of them differ in what they know, and in nothing else.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from recorded_estate import Answer, Change, Request, deny, keep
from recorded_events import RecordedEvents
from small_account import ACCOUNT, SmallAccount, audit_home, write_as

from ringwall.catalog.loader import load_judged, load_rules, load_tables
from ringwall.catalog.operations import find_operations
from ringwall.hub.formats import FORMATS
from ringwall.jobs.access.escalation import list_escalation
from ringwall.jobs.audit import AuditRequest, AuditResult
from ringwall.jobs.collect import CollectRequest, collect_files
from ringwall.jobs.report import write_report
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.store.engine.reads import find_reads

AT_ONCE = {
    "iam.no_policy_grants_full_admin": (4, 1, 0),
    "iam.root_has_mfa": (0, 1, 0),
    "kms.key_rotates": (0, 1, 0),
    "s3.account_public_access_is_blocked": (0, 1, 0),
    "s3.bucket_public_access_is_blocked": (0, 2, 0),
}
"""Rules that need no word on the organization: how many pass, fail, and are unknown."""
ALONE = {
    **AT_ONCE,
    "iam.principals_do_not_escalate_to_admin": (3, 1, 0),
    "iam.role_trust_is_not_public": (1, 1, 0),
    "iam.users_are_not_admins": (2, 1, 0),
    "s3.bucket_policy_is_not_public": (1, 1, 0),
}
EMPTY = {
    **ALONE,
    "organizations.all_features_are_enabled": (1, 0, 0),
    "organizations.scps_are_enabled": (0, 1, 0),
}
BLIND = {
    **AT_ONCE,
    "accessanalyzer.external_access_is_analyzed": (0, 0, 2),
    "accessanalyzer.unused_access_is_analyzed": (0, 0, 1),
    "iam.principals_do_not_escalate_to_admin": (2, 0, 2),
    "iam.role_trust_is_not_public": (1, 0, 1),
    "iam.users_are_not_admins": (2, 0, 1),
    "organizations.all_features_are_enabled": (0, 0, 1),
    "organizations.scps_are_enabled": (0, 0, 1),
    "s3.bucket_policy_is_not_public": (1, 0, 1),
}
"""SCPs and RCPs might forbid what the policies of the account allow; an analyzer of the
organization might be in an account that nobody knows of."""


def is_of_the_organization(name: str) -> bool:
    """Whether a table has nothing but what AWS Organizations tells, itself or by its owners."""
    tables = load_tables().values()
    owners = {table.name for table in tables if any(d.table == name for d in table.derived)}
    return name in OF_THE_ORGANIZATION or (bool(owners) and owners <= OF_THE_ORGANIZATION)


OF_THE_ORGANIZATION = {
    table.name
    for table in load_tables().values()
    if any(operation.startswith("organizations.") for operation in find_operations(table))
}
"""The tables that cannot be read where AWS Organizations may not be asked."""
ON_THE_ORGANIZATION = {
    rule.id
    for rule in load_rules().values()
    if any(map(is_of_the_organization, find_reads(rule.sql, load_judged().values())))
}
"""The rules that read such a table: of all that they judge, nothing can be said."""
Counts = Mapping[str, tuple[int, int, int]]


def be_alone(request: Request, answer: Answer) -> Answer:
    """Answer as AWS does where the account belongs to no organization."""
    if not request.operation.startswith("organizations."):
        return answer
    return Answer(error=CallFailed("not in use", "AWSOrganizationsNotInUseException"))


def be_refused(request: Request, answer: Answer) -> Answer:
    """Answer as AWS does where the organization may not be read."""
    if not request.operation.startswith("organizations."):
        return answer
    return Answer(error=AccessDenied(f"{request.operation}: AccessDenied", "AccessDenied"))


CHANGES: Mapping[str, tuple[Change, Counts]] = {
    "empty": (keep, EMPTY),
    "alone": (be_alone, ALONE),
    "refused": (be_refused, BLIND),
}
WALKS = [
    pytest.param(
        partition,
        name,
        id=f"{partition}-{name}",
        marks=[pytest.mark.slow] if partition == "aws-us-gov" or name == "refused" else [],
    )
    for partition, names in {
        "aws": ("empty", "alone", "refused"),
        "aws-cn": ("alone", "refused"),
        "aws-us-gov": ("empty",),
    }.items()
    for name in names
]


@pytest.mark.parametrize(("partition", "name"), WALKS)
def test_a_walk_from_collect_to_report(
    small_account: SmallAccount, tmp_path: Path, partition: str, name: str
) -> None:
    account = small_account if partition == "aws" else small_account.move(partition)
    change, expected = CHANGES[name]
    collected = account.collect(tmp_path, change)
    is_whole = name != "refused"
    assert {gap.status for gap in collected.unread} == (set() if is_whole else {"denied"})
    unread = {gap.table_name if gap.aspect == "list" else gap.aspect for gap in collected.unread}
    assert unread <= OF_THE_ORGANIZATION
    with audit_home(tmp_path) as result:
        check_counts(result, expected, is_whole=is_whole)
        check_formats(result, partition, account.regions)
        check_reasons(result)
    check_escalation(tmp_path, partition, is_whole=is_whole)


def test_a_report_reads_the_same(small_account: SmallAccount, tmp_path: Path) -> None:
    account = small_account.move("aws-cn")
    account.collect(tmp_path, be_alone)
    report = write_report(tmp_path, AuditRequest(), RecordedEvents(), to=tmp_path / "r.html")
    written = report.path.read_text(encoding="utf-8")
    assert f"arn:aws-cn:iam::{ACCOUNT}:user/climber" in written
    assert not list(foreign(written, "aws-cn", account.regions))


def test_what_may_not_be_read_is_the_reason_of_what_is_unknown(
    small_account: SmallAccount, tmp_path: Path
) -> None:
    small_account.collect(tmp_path, deny("s3.get_bucket_policy", "kms.get_key_policy"))
    with audit_home(tmp_path, "s3.*", "kms.*") as result:
        unknown = [finding for finding in result.findings() if finding.answer == "unknown"]
    told = {(found.rule, found.resource) for found in unknown}
    assert {rule for rule, _ in told} >= {
        "kms.key_policy_is_not_public",
        "s3.bucket_policy_is_not_public",
        "s3.bucket_requires_tls",
    }
    for found in unknown:
        service = found.rule.partition(".")[0]
        call = {"s3": "s3.get_bucket_policy", "kms": "kms.get_key_policy"}[service]
        assert call in found.reason


def check_counts(result: AuditResult, expected: Counts, *, is_whole: bool) -> None:
    """What a person would say; and where all was read, nothing is unknown."""
    found = {c.rule: (c.passed, c.failed, c.unknown) for c in result.summary.counts}
    assert {rule: found[rule] for rule in expected} == expected
    unknown = sum(
        count.unknown
        for count in result.summary.counts
        if is_whole or count.rule in expected or count.rule not in ON_THE_ORGANIZATION
    )
    named = sum(count for *_, count in expected.values())
    assert unknown == 0 if is_whole else unknown <= named + 4


def check_reasons(result: AuditResult) -> None:
    """What is unknown says that it is for want of the organization."""
    for finding in result.findings():
        if finding.answer == "unknown":
            assert re.search(r"organizations[_.]|SCPs|RCPs", finding.reason), finding.reason


def check_formats(result: AuditResult, partition: str, regions: tuple[str, ...]) -> None:
    """Every ARN, region and link is of the account's own partition."""
    for form in FORMATS:
        written = write_as(result, form)
        assert ACCOUNT in written
        assert not list(foreign(written, partition, regions)), form
    for finding in json.loads(write_as(result, "asff")):
        assert finding["Region"] in regions
        assert finding["ProductArn"] == (
            f"arn:{partition}:securityhub:{finding['Region']}:{ACCOUNT}:product/{ACCOUNT}/default"
        )
        assert {resource["Partition"] for resource in finding["Resources"]} == {partition}
    for line in write_as(result, "ocsf").splitlines():
        assert json.loads(line)["cloud"]["cloud_partition"] == partition


def foreign(text: str, partition: str, regions: tuple[str, ...]) -> Iterator[str]:
    """Yield ARNs of other partitions, and regions of them."""
    for found in re.finditer(r"arn:(aws[a-z-]*):[^\s\"<]*", text):
        if found[1] != partition:
            yield found[0]
    for found in re.finditer(r"\b(?:us-gov|us|eu|cn)-(?:north|south|east|west)+-\d\b", text):
        if found[0] not in regions:
            yield found[0]


def check_escalation(home: Path, partition: str, *, is_whole: bool) -> None:
    """The administrator and who can become one are named; what may be forbidden is not certain."""
    found = list_escalation(home)
    chains = {row["origin"]: row["verdict"] for row in found.rows if row["goal"] == "admin"}
    climber = f"arn:{partition}:iam::{ACCOUNT}:user/climber"
    if is_whole:
        assert (found.administrators, found.undecided, found.gaps) == (1, 0, ())
        assert chains == {climber: "always"}
    else:
        assert (found.administrators, found.undecided) == (0, 1)
        assert chains[climber] == "unknown"
        assert found.gaps


ROOT = "r-ab12"
FULL_ACCESS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
NO_ATTACHING = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Deny", "Action": "iam:AttachUserPolicy", "Resource": "*"}],
}


def organization(partition: str, *scps: Mapping[str, Any]) -> dict[str, Any]:
    """Return an organization whose member the account is; its SCPs are attached to the account."""
    management, base = "999999999999", f"arn:{partition}:organizations::999999999999"
    return {
        "Organization": {
            "Id": "o-example123",
            "Arn": f"{base}:organization/o-example123",
            "FeatureSet": "ALL",
            "MasterAccountId": management,
        },
        "Roots": [
            {
                "Id": ROOT,
                "Arn": f"{base}:root/o-example123/{ROOT}",
                "Name": "Root",
                "PolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}],
            }
        ],
        "OrganizationalUnits": [],
        "Accounts": [
            {
                "Id": id_,
                "Arn": f"{base}:account/o-example123/{id_}",
                "Name": name,
                "State": "ACTIVE",
                "ParentId": ROOT,
            }
            for id_, name in ((management, "management"), (ACCOUNT, "prod"))
        ],
        "Policies": [
            {
                "Id": f"p-{number}",
                "Arn": f"{base}:policy/o-example123/service_control_policy/p-{number}",
                "Name": f"scp-{number}",
                "Type": "SERVICE_CONTROL_POLICY",
                "AwsManaged": False,
                "Content": scp,
                "TargetIds": [ROOT, management, ACCOUNT],
            }
            for number, scp in enumerate(scps)
        ],
    }


@pytest.mark.parametrize(
    ("partition", "said", "escalation", "admins"),
    [
        ("aws", "nothing", (2, 0, 2), 0),
        ("aws", "none", (3, 1, 0), 1),
        ("aws", "open", (3, 1, 0), 1),
        ("aws", "restricted", (4, 0, 0), 1),
        ("aws-cn", "restricted", (4, 0, 0), 1),
    ],
)
def test_a_walk_from_files(  # noqa: PLR0917 - the four cases in two partitions
    small_account: SmallAccount,
    tmp_path: Path,
    partition: str,
    said: str,
    escalation: tuple[int, int, int],
    admins: int,
) -> None:
    account = small_account if partition == "aws" else small_account.move(partition)
    words: Mapping[str, Mapping[str, Any] | None] = {
        "nothing": None,
        "none": {"Organization": None},
        "open": organization(partition, FULL_ACCESS),
        "restricted": organization(partition, FULL_ACCESS, NO_ATTACHING),
    }
    files = {"details.json": account.details(), "organization.json": words[said]}
    paths = [tmp_path / name for name, document in files.items() if document]
    for path in paths:
        path.write_text(json.dumps(files[path.name]))
    home = tmp_path / "home"
    collect_files(home, paths, [], CollectRequest(), RecordedEvents())
    with audit_home(home, "iam.*") as result:
        found = {c.rule: (c.passed, c.failed, c.unknown) for c in result.summary.counts}
        assert found["iam.principals_do_not_escalate_to_admin"] == escalation
        assert found["iam.no_policy_grants_full_admin"] == (4, 1, 0)
        for form in FORMATS:
            assert not list(foreign(write_as(result, form), partition, account.regions)), form
    assert list_escalation(home).administrators == admins


def test_files_say_nothing_of_what_runs_as_a_role(tmp_path: Path) -> None:
    """No list of functions, no pass: a role that Lambda may assume may be that of any function."""
    home, file = tmp_path / "home", tmp_path / "details.json"
    base = f"arn:aws:iam::{ACCOUNT}"
    taking = allow(["lambda:UpdateFunctionCode", "lambda:InvokeFunction"])
    trust = allow("sts:AssumeRole", Principal={"Service": "lambda.amazonaws.com"})
    del trust["Statement"][0]["Resource"]
    user = {"UserName": "dev", "Arn": f"{base}:user/dev", "UserPolicyList": inline(taking)}
    role = {
        "RoleName": "fn",
        "Arn": f"{base}:role/fn",
        "AssumeRolePolicyDocument": trust,
        "InstanceProfileList": [],
        "RolePolicyList": inline(allow("*")),
    }
    more = {"Path": "/", "CreateDate": "2024-01-01T00:00:00Z", "AttachedManagedPolicies": []}
    people = {
        "UserDetailList": [{**more, **user, "UserId": "AIDAEXAMPLE", "GroupList": []}],
        "RoleDetailList": [{**more, **role, "RoleId": "AROAEXAMPLE"}],
        "GroupDetailList": [],
        "Policies": [],
    }
    file.write_text(json.dumps({**people, "Organization": None}))
    collect_files(home, [file], [], CollectRequest(), RecordedEvents())
    with audit_home(home, "iam.principals_do_not_escalate_to_admin") as result:
        (count,) = result.summary.counts
        assert (count.passed, count.failed, count.unknown) == (1, 0, 1)
        assert "whether any lambda function runs as the role" in write_as(result, "json")


def allow(action: Any, **more: Any) -> dict[str, Any]:
    """Return a policy that allows actions on everything."""
    statement = {"Effect": "Allow", "Action": action, "Resource": "*", **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


def inline(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the inline policies of a user or role that has one."""
    return [{"PolicyName": "own", "PolicyDocument": document}]

"""Protection: by ARN, account, unit and tag; what cannot be told is protected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from ringwall.catalog.response_permissions import PROTECTION_READS
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.response_policy import ProtectedPart
from ringwall.model.threat import ResponseSettings
from ringwall.respond.protection import Protection

ACCOUNT, MANAGEMENT = "111122223333", "999999999999"
INSTANCE = f"arn:aws:ec2:eu-west-1:{ACCOUNT}:instance/i-0123456789abcdef0"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/app/web"
USER = f"arn:aws:iam::{ACCOUNT}:user/ann"
BUCKET = "arn:aws:s3:::data"
QUEUE = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:jobs"


@dataclass
class Answers:
    """Answers by operation, and what was asked."""

    by_operation: Mapping[str, Any]
    asked: list[tuple[str, str, str, Any]] = field(default_factory=list)

    def reader(self, account_id: str, region: str) -> Any:
        return OneReader(self, account_id, region)


@dataclass
class OneReader:
    answers: Answers
    account_id: str
    region: str

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Any]:
        found = self._find(operation, parameters)
        return list(found[path])

    def call(self, operation: str, **parameters: Any) -> Any:
        return self._find(operation, parameters)

    def _find(self, operation: str, parameters: Any) -> Any:
        assert operation in PROTECTION_READS
        self.answers.asked.append((operation, self.account_id, self.region, parameters))
        found = self.answers.by_operation[operation]
        if isinstance(found, Exception):
            raise found
        return found(**parameters) if callable(found) else found


def change(resource: str) -> Change:
    return Change(
        account_id=ACCOUNT,
        region="eu-west-1",
        resource=resource,
        write=Write("s3.put_it", {}),
        probe=Probe("s3.get_it", {}, "It"),
        before=1,
        after=2,
        why="because",
        layer="response",
    )


def find(policy: ProtectedPart, answers: Answers, *resources: str) -> list[tuple[str, str]]:
    settings = ResponseSettings(management_account_id=MANAGEMENT)
    return Protection(policy, answers.reader, settings).find(map(change, resources))


def test_nothing_is_asked_where_nothing_is_protected() -> None:
    answers = Answers({})
    assert find(ProtectedPart(), answers, INSTANCE, ROLE) == []
    assert answers.asked == []


def test_by_arn_and_by_account() -> None:
    by_arn = ProtectedPart(arns=("arn:aws:iam::*:role/app/*",))
    roles = Answers({"iam.get_role": {"Role": {"Arn": ROLE}}})
    assert find(by_arn, roles, INSTANCE, ROLE) == [(ROLE, "its ARN is arn:aws:iam::*:role/app/*")]
    by_account = ProtectedPart(accounts=(ACCOUNT,))
    assert [name for name, _ in find(by_account, Answers({}), INSTANCE)] == [INSTANCE]


TAGGED = {"Key": "ringwall:protected", "Value": "yes"}
PLAIN = {"Key": "Name", "Value": "web"}


@pytest.mark.parametrize(
    ("resource", "operation", "answer"),
    [
        (INSTANCE, "ec2.describe_tags", lambda tag: {"Tags": [PLAIN, tag]}),
        (ROLE, "iam.list_role_tags", lambda tag: {"Tags": [tag]}),
        (USER, "iam.list_user_tags", lambda tag: {"Tags": [tag]}),
        (BUCKET, "s3.get_bucket_tagging", lambda tag: {"TagSet": [tag]}),
        (
            QUEUE,
            "resourcegroupstaggingapi.get_resources",
            lambda tag: {"ResourceTagMappingList": [{"ResourceARN": QUEUE, "Tags": [tag]}]},
        ),
    ],
    ids=["instance", "role", "user", "bucket", "queue"],
)
def test_by_tag(resource: str, operation: str, answer: Any) -> None:
    policy = ProtectedPart(tags={"ringwall:protected": "*"})
    found = find(policy, Answers({operation: answer(TAGGED)}), resource)
    assert found == [(resource, "it has the tag ringwall:protected=yes")]
    assert find(policy, Answers({operation: answer(PLAIN)}), resource) == []
    other = ProtectedPart(tags={"ringwall:protected": "no"})
    assert find(other, Answers({operation: answer(TAGGED)}), resource) == []
    denied = Answers({operation: AccessDenied("may not look", "AccessDenied")})
    assert find(policy, denied, resource) == [(resource, "its tags cannot be read (may not look)")]
    assert find(policy, Answers({operation: {}}), resource)[0][1].startswith(
        "its tags cannot be read (AWS's answer cannot be read"
    )


def test_a_bucket_without_tags_is_not_protected_by_one() -> None:
    answers = Answers({"s3.get_bucket_tagging": CallFailed("none", "NoSuchTagSet")})
    assert find(ProtectedPart(tags={"a": "*"}), answers, BUCKET) == []


def test_what_has_no_arn_is_protected_where_tags_protect() -> None:
    found = find(ProtectedPart(tags={"a": "*"}), Answers({}), "AKIA")
    assert found == [("AKIA", "its tags cannot be read (it has no ARN)")]


def test_by_unit_with_all_below_it() -> None:
    parents = {ACCOUNT: "ou-1", "ou-1": "ou-0", "ou-0": "r-1"}
    answers = Answers(
        {"organizations.list_parents": lambda ChildId: {"Parents": [{"Id": parents[ChildId]}]}}  # noqa: N803 - AWS's
    )
    found = find(ProtectedPart(units=("ou-0",)), answers, INSTANCE, ROLE)
    assert [why for _, why in found] == [f"account {ACCOUNT} is in ou-0"] * 2
    assert {asked[1] for asked in answers.asked} == {MANAGEMENT}
    assert len(answers.asked) == 3  # an account is asked about once
    assert find(ProtectedPart(units=("ou-9",)), answers, INSTANCE) == []


@pytest.mark.parametrize(
    "answer", [AccessDenied("may not look", "AccessDenied"), {}, {"Parents": []}]
)
def test_units_that_cannot_be_read_protect(answer: Any) -> None:
    answers = Answers({"organizations.list_parents": answer})
    ((_, why),) = find(ProtectedPart(units=("ou-0",)), answers, INSTANCE)
    assert why.startswith(f"the units of account {ACCOUNT} cannot be read")


def test_units_protect_where_the_management_account_is_not_named() -> None:
    protection = Protection(ProtectedPart(units=("ou-0",)), Answers({}).reader, ResponseSettings())
    ((_, why),) = protection.find([change(INSTANCE)])
    assert "does not name the management account" in why


def test_tags_are_known_or_not() -> None:
    answers = Answers({"iam.list_role_tags": {"Tags": [PLAIN]}})
    protection = Protection(ProtectedPart(), answers.reader, ResponseSettings())
    assert protection.find_tags(ROLE, ACCOUNT) == {"Name": "web"}
    assert protection.find_tags("AKIA", ACCOUNT) is None


ADMIN = f"arn:aws:iam::{ACCOUNT}:user/admin/root/ann"
PATHS = {
    "iam.get_user": {"User": {"Arn": ADMIN}},
    "iam.get_role": {"Role": {"Arn": ROLE}},
}


@pytest.mark.parametrize(
    ("resource", "pattern"),
    [
        (USER, "arn:aws:iam::*:user/admin/*"),
        (f"arn:aws:iam::{ACCOUNT}:user/other/ann", "arn:aws:iam::*:user/admin/root/ann"),
        (f"arn:aws:iam::{ACCOUNT}:role/web", ROLE),
        (f"arn:aws:sts::{ACCOUNT}:assumed-role/web/i-0123456789abcdef0", "*:role/app/*"),
    ],
)
def test_a_principal_is_protected_by_its_path_however_it_is_named(
    resource: str, pattern: str
) -> None:
    policy = ProtectedPart(arns=(pattern,))
    assert find(policy, Answers(PATHS), resource) == [(resource, f"its ARN is {pattern}")]
    other = ProtectedPart(arns=("arn:aws:iam::*:user/bob", "arn:aws:ec2:*:*:instance/*"))
    assert find(other, Answers(PATHS), resource) == []
    denied = Answers(dict.fromkeys(PATHS, AccessDenied("may not look", "AccessDenied")))
    assert find(policy, denied, resource) == [(resource, "its ARN cannot be read (may not look)")]
    gone = Answers(dict.fromkeys(PATHS, CallFailed("gone", "NoSuchEntity")))
    assert find(other, gone, resource) == []
    no_iam = ProtectedPart(arns=("arn:aws:ec2:*:*:instance/*",))
    assert find(no_iam, Answers({}), resource) == []


def test_a_change_is_about_whom_its_write_names() -> None:
    key = replace(
        change("AWS::IAM::AccessKey:AKIAIOSFODNN7EXAMPLE"),
        write=Write("iam.update_access_key", {"UserName": "ann", "Status": "Inactive"}),
    )
    policy = ProtectedPart(arns=(ADMIN,))
    found = Protection(policy, Answers(PATHS).reader, ResponseSettings()).find([key])
    assert found == [(USER, f"its ARN is {ADMIN}")]


def test_what_is_in_a_protected_account_is_protected_whoever_is_asked_about_it() -> None:
    policy = ProtectedPart(accounts=("999999999999",))
    foreign = INSTANCE.replace(ACCOUNT, "999999999999")
    assert find(policy, Answers({}), foreign) == [(foreign, "account 999999999999 is")]

"""Every reader of files from outside: whatever they hold, it is read or it is bad input.

`make test` tries the same samples each time, `make test-slow` others.
"""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recorded_events import RecordedEvents

from ringwall.audit.examples import check_rule
from ringwall.catalog.iam.report import parse_report
from ringwall.catalog.loader import load_judged
from ringwall.catalog.rulefile import read_rule
from ringwall.collect.files import read_files
from ringwall.jobs.access.policy_files import read_policy, read_policy_document
from ringwall.jobs.access.validate import validate_files
from ringwall.jobs.logs import ingest_logs
from ringwall.model.errors import BadInput
from ringwall.reason.iam.cases.access import read_cases, run_case
from ringwall.reason.iam.cases.checks import PolicyCheck, run_check_file
from ringwall.reason.iam.cases.lines import BrokenCase
from ringwall.reason.iam.relation.archive import read_archive

ACCOUNT = "arn:aws:iam::111122223333"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "A",
            "Effect": "Allow",
            "Principal": {"AWS": [ACCOUNT + ":root", "*"]},
            "Action": ["s3:Get*", "s3:PutObject"],
            "Resource": "arn:aws:s3:::b/*",
            "Condition": {"StringLike": {"aws:PrincipalTag/a": ["x", "${aws:username}"]}},
        }
    ],
}
CASE = {
    "name": "n",
    "request": {"principal": f"{ACCOUNT}:user/a", "action": "s3:GetObject", "resource": "*"},
    "identity_policies": [{"Version": "2012-10-17", "Statement": []}],
    "expect": "deny",
}
CHECK = {"name": "n", "policy": POLICY, "actions": ["s3:GetObject"], "expect": "fail"}
DETAILS = {
    "UserDetailList": [
        {"Arn": f"{ACCOUNT}:user/a", "UserName": "a", "CreateDate": "2026-01-01T00:00:00Z",
         "UserPolicyList": [{"PolicyName": "p", "PolicyDocument": POLICY}]}
    ],
    "RoleDetailList": [{"Arn": f"{ACCOUNT}:role/r", "AssumeRolePolicyDocument": "%7B%7D"}],
    "Policies": [], "GroupDetailList": [],
}  # fmt: skip
COLUMNS = (
    *("user", "arn", "user_creation_time", "password_enabled", "password_last_used"),
    *("password_last_changed", "password_next_rotation", "mfa_active"),
    *(f"access_key_{n}_{what}" for n in (1, 2)
      for what in ("active", "last_rotated", "last_used_date", "last_used_region",
                   "last_used_service")),
    *("cert_1_active", "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated"),
)  # fmt: skip
REPORT = f"{','.join(COLUMNS)}\na,{ACCOUNT}:user/a,2026-01-01T00:00:00+00:00{',N/A' * 19}\n"
RULE = """/*
title = "Bucket is good"
layer = "data"
severity = "low"
why = "w"
fix = "f"
attacks = ["T1098"]
[[example]]
s3_bucket = [{arn = "a", tags = {a = "b"}}]
expect = "pass"
[[example]]
s3_bucket = [{arn = "a", tags = {a = "c"}}]
expect = "fail"
*/
select arn as resource, tags->>'a' = 'b' as ok, '' as reason from estate.s3_bucket
"""
MEMBER = """/*
title = "Bucket is not public"
family = "policy_is_not_public"
table = "s3_bucket"
scope = "true"
severity = "low"
why = "w"
fix = "f"
*/
"""
ARCHIVE = """[[archive]]
resource = "arn:aws:s3:::a*"
principal = "*"
actions = ["s3:*"]
reason = "meant"
expires = 2027-01-31
"""
EVENT = {
    "eventID": "1", "eventTime": "2026-01-01T00:00:00Z", "eventName": "GetObject",
    "eventSource": "s3.amazonaws.com", "awsRegion": "eu-west-1",
    "recipientAccountId": "111122223333", "resources": [{"ARN": "arn:aws:s3:::b/k"}],
    "userIdentity": {"type": "IAMUser", "arn": f"{ACCOUNT}:user/a"},
}  # fmt: skip

PIECES = (
    *(
        b'"',
        b"'",
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\\",
        b"\\ud800",
        b"\n",
        b"\r",
        b",",
        b"*/",
    ),
    *(b"{", b"}", b"[", b"]", b"[]", b"{}", b"null", b"true", b"1e999", b"-1", b"NaN", b"0x"),
    *(b"9" * 5_000, b"[" * 3_000, b"{" * 3_000, b'{"a":' * 3_000, b"x" * 200_000, b"\xef\xbb\xbf"),
    *("\u202e".encode(), "\U0001f512".encode(), b"1979-05-27T07:32:00Z", b"99999-99-99", b"../.."),
)
"""What breaks readers."""
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.one_of(st.sampled_from(PIECES), st.binary())),
    max_size=4,
)
"""Where to cut, as a share of the file, how many bytes to take out there, and what to put in."""


def edit(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for place, length, piece in edits:
        at = int(place * len(content))
        content = content[:at] + piece + content[at + length :]
    return content


def read_lines_of(results: Iterator[Any]) -> None:
    for result in results:
        if not isinstance(result, BrokenCase) and hasattr(result, "requests"):
            run_case(result)


def read_report_of_aws(path: Path) -> None:
    with suppress(ValueError):
        parse_report(path.read_bytes())


def read_log(path: Path) -> None:
    ingest_logs(path.parent / "home", [path], RecordedEvents())


def check_own_rule(path: Path) -> None:
    check_rule(read_rule(path), load_judged())


def check_policies(check: PolicyCheck) -> Callable[[Path], None]:
    return lambda path: read_lines_of(run_check_file(check, path))


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


READERS: dict[str, tuple[str, bytes, Callable[[Path], Any]]] = {
    "a rule": ("s3/controls/good.sql", RULE.encode(), check_own_rule),
    "a member of a family": ("s3/controls/open.sql", MEMBER.encode(), check_own_rule),
    "IAM details": ("details.json", as_json(DETAILS), lambda path: read_files([path], [])),
    "a credential report": ("report.csv", REPORT.encode(), lambda path: read_files([], [path])),
    "a credential report of AWS": ("aws.csv", REPORT.encode(), read_report_of_aws),
    "access cases": ("cases.ndjson", as_json(CASE), lambda path: read_lines_of(read_cases(path))),
    **{
        f"cases of {check}": (f"{check}.ndjson", as_json(CHECK), check_policies(check))
        for check in get_args(PolicyCheck)
    },
    "a policy": ("policy.json", as_json(POLICY), read_policy),
    "a policy to put": (
        "put.json",
        as_json(POLICY),
        lambda path: read_policy_document(path, "resource", RecordedEvents()),
    ),
    "a policy to validate": ("v.json", as_json(POLICY), lambda path: list(validate_files((path,)))),
    "archive rules": ("archive.toml", ARCHIVE.encode(), read_archive),
    "a log file": ("log.json", as_json({"Records": [EVENT]}), read_log),
}


@pytest.mark.parametrize("name", READERS)
def test_a_good_file_is_read(name: str, tmp_path: Path) -> None:
    place, content, read = READERS[name]
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    try:
        read(path)
    except BadInput as error:
        assert "needs the account's --from file" in str(error)  # noqa: PT017 - a report is not alone


@pytest.mark.parametrize("name", READERS)
@given(edits=EDITS)
def test_whatever_a_file_holds_it_is_read_or_bad_input(
    name: str, tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[float, int, bytes]]
) -> None:
    place, content, read = READERS[name]
    path = tmp_path_factory.mktemp("read") / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(edit(content, edits))
    with suppress(BadInput):
        read(path)


ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 10**18, 10**400, "", "\x00", "\ud800", "*", "x" * 5_000),
    *([], {}, [None], [[]], [{}], {"": None}, {"a": {"b": []}}, "2026-01-01", ["a", 1], [""] * 99),
)
"""Values of every type, in place of the right one."""


def replace_each(value: Any) -> Iterator[Any]:
    """Yield a document once for each value in it, and each of ODD in place of that value."""
    yield from ODD
    if isinstance(value, dict):
        for key, inner in value.items():
            yield {name: member for name, member in value.items() if name != key}
            yield {**value, f"{key}x": inner}
            for other in replace_each(inner):
                yield {**value, key: other}
    if isinstance(value, list):
        for position, inner in enumerate(value):
            for other in replace_each(inner):
                yield [*value[:position], other, *value[position + 1 :]]


@pytest.mark.parametrize(
    "name", [name for name, (place, _, _) in READERS.items() if "json" in place]
)
def test_a_value_of_any_other_type_is_read_or_bad_input(name: str, tmp_path: Path) -> None:
    place, content, read = READERS[name]
    for other in (
        gather_logs(content) if name == "a log file" else replace_each(json.loads(content))
    ):
        (tmp_path / place).write_bytes(as_json(other))
        with suppress(BadInput):
            read(tmp_path / place)


def gather_logs(content: bytes) -> Iterator[Any]:
    """Yield one log with the records of all: that is quicker, and each is read by itself."""
    logs = (log for log in replace_each(json.loads(content)) if isinstance(log, dict))
    lists = (log["Records"] for log in logs if isinstance(log.get("Records"), list))
    yield {"Records": [record for records in lists for record in records]}


@pytest.mark.parametrize("name", ["a rule", "a member of a family", "archive rules"])
def test_a_line_of_any_other_type_is_read_or_bad_input(name: str, tmp_path: Path) -> None:
    place, content, read = READERS[name]
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = content.decode().split("\n")
    odd = ("5", "-1.5", "nan", "true", '""', "[]", "{}", "[1]", "[[]]", "[{}]", "{a = 1}", '["a"]',
           "1979-05-27", "1979-05-27T07:32:00Z", "07:32:00", '"\\u0000"', "9" * 5_000)  # fmt: skip
    for number, line in enumerate(lines):
        key, equals, _ = line.partition(" = ")
        for value in odd if equals else ():
            path.write_text("\n".join((*lines[:number], f"{key} = {value}", *lines[number + 1 :])))
            with suppress(BadInput):
                read(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a credential report", b'user,arn,"'),
        ("a credential report", b"x" * 200_000),
        ("a credential report", b""),
        ("a rule", RULE.replace('"low"', "9" * 5_000).encode()),
        ("a rule", RULE.replace('"low"', "[" * 3_000 + "]" * 3_000).encode()),
        ("archive rules", ARCHIVE.replace("2027-01-31", "9" * 5_000).encode()),
        ("archive rules", ARCHIVE.replace("2027-01-31", "[" * 3_000 + "]" * 3_000).encode()),
        ("archive rules", ARCHIVE.replace("2027-01-31", "2027-01-31T00:00:00Z").encode()),
        ("IAM details", b"[" * 100_000),
        ("IAM details", b'{"UserDetailList": ' + b"9" * 5_000),
        ("a policy", b"[" * 100_000),
        ("a policy", b"\xff"),
    ],
)
def test_a_file_that_cannot_be_used_is_bad_input(name: str, content: bytes, tmp_path: Path) -> None:
    place, _, read = READERS[name]
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    with pytest.raises(BadInput):
        read(path)


@pytest.mark.parametrize(
    "content",
    [
        b'user,arn,"',
        b"user\na\n",
        b"\xff",
        b"a" * 200_000,
        b"<html>",
        b'user,arn\na,"b',
        b"x,y\n1,2",
        b"",
    ],
)
def test_a_report_of_aws_that_cannot_be_read_is_a_failed_call(content: bytes) -> None:
    with pytest.raises(ValueError, match="not a credential report"):
        parse_report(content)


def test_a_compressed_log_that_is_cut_off_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "log.json.gz"
    whole = gzip.compress(as_json({"Records": [EVENT]}))
    for end in range(0, len(whole), 7):
        path.write_bytes(whole[:end])
        read_log(path)

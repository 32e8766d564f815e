"""IAM from files: what AWS's own tools write is read, all else is one clear error."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from ringwall.catalog.loader import load_tables
from ringwall.collect.files import FileReader, choose_root, open_files, read_files
from ringwall.collect.unit import Unit, collect_unit
from ringwall.model.errors import BadInput, CallFailed, NotInSource
from ringwall.model.table import Row

ACCOUNT = "111111111111"
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "100%*"}]}
DETAILS: Row = {
    "UserDetailList": [{"Arn": f"arn:aws:iam::{ACCOUNT}:user/ann", "UserName": "ann"}],
    "GroupDetailList": [],
    "RoleDetailList": [
        {"Arn": f"arn:aws:iam::{ACCOUNT}:role/app", "AssumeRolePolicyDocument": POLICY}
    ],
    "Policies": [
        {"Arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
        {"Arn": f"arn:aws:iam::{ACCOUNT}:policy/own"},
    ],
    "IsTruncated": False,
}
REPORT = (
    "user,arn,user_creation_time,password_enabled,mfa_active\n"
    f"<root_account>,arn:aws:iam::{ACCOUNT}:root,2020-01-01T00:00:00+00:00,not_supported,true\n"
    f"ann,arn:aws:iam::{ACCOUNT}:user/ann,2021-01-01T00:00:00+00:00,true,false\n"
)
ASK = "iam.get_account_authorization_details"


def save(folder: Path, content: Any, name: str = "iam.json") -> Path:
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def read(folder: Path, details: Any, report: Any = None) -> FileReader:
    reports = [] if report is None else [save(folder, report, "report.csv")]
    (reader,) = read_files([save(folder, details)], reports).values()
    return reader


def test_a_file_answers_as_aws_would(tmp_path: Path) -> None:
    reader = read(tmp_path, DETAILS, REPORT)
    assert (reader.account_id, reader.partition) == (ACCOUNT, "aws")
    users = list(reader.items(ASK, "UserDetailList", Filter=["User"]))
    assert [user["UserName"] for user in users] == ["ann"]
    assert reader.call(ASK, Filter=["User"]).keys() == {"UserDetailList"}
    assert reader.call("iam.generate_credential_report") == {"State": "COMPLETE"}
    assert reader.call("iam.get_credential_report")["Content"].decode() == REPORT
    assert reader.at("eu-west-1") is reader


def test_policies_of_aws_come_only_where_they_are_asked_for(tmp_path: Path) -> None:
    reader = read(tmp_path, DETAILS)
    assert len(list(reader.items(ASK, "Policies", Filter=["LocalManagedPolicy"]))) == 1
    assert len(list(reader.items(ASK, "Policies"))) == 2


@pytest.mark.parametrize("operation", ["iam.list_users", "s3.list_buckets"])
def test_what_the_file_does_not_hold_is_not_collected(tmp_path: Path, operation: str) -> None:
    with pytest.raises(NotInSource, match=rf"{operation} is not in iam\.json") as caught:
        read(tmp_path, DETAILS).call(operation)
    assert caught.value.status == "not_collected"


def test_without_a_report_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(NotInSource):
        read(tmp_path, DETAILS).call("iam.get_credential_report")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_windows_writes_is_read(tmp_path: Path, encoding: str) -> None:
    details = json.dumps(DETAILS).encode(encoding)
    assert read(tmp_path, details, REPORT.encode(encoding)).report == REPORT


@pytest.mark.parametrize(
    "written",
    [
        quote(json.dumps(POLICY)),
        quote(json.dumps(POLICY)).replace("%7B", "%7b"),
        quote("\n  " + json.dumps(POLICY)),
        POLICY,
    ],
    ids=["encoded", "small letters", "blank first", "plain"],
)
def test_policies_are_read_however_they_are_written(tmp_path: Path, written: Any) -> None:
    role = {**DETAILS["RoleDetailList"][0], "AssumeRolePolicyDocument": written}
    reader = read(tmp_path, {**DETAILS, "RoleDetailList": [role]})
    (found,) = reader.items(ASK, "RoleDetailList")
    assert found["AssumeRolePolicyDocument"] == POLICY


def test_a_policy_that_cannot_be_read_stays_as_it_is(tmp_path: Path) -> None:
    role = {**DETAILS["RoleDetailList"][0], "AssumeRolePolicyDocument": "%7Bbroken"}
    reader = read(tmp_path, {**DETAILS, "RoleDetailList": [role]})
    (found,) = reader.items(ASK, "RoleDetailList")
    assert found["AssumeRolePolicyDocument"] == "%7Bbroken"


def without(key: str) -> Row:
    return {name: value for name, value in DETAILS.items() if name != key}


def nest(depth: int) -> bytes:
    return b'{"UserDetailList":' + b'[{"a":' * depth + b"1" + b"}]" * depth + b"}"


BROKEN: Mapping[str, tuple[Any, str]] = {
    "truncated": (json.dumps(DETAILS, indent=1)[:-30], r"iam\.json:\d\d:\d+: broken JSON"),
    "empty": ("", r"iam\.json:1:1: broken JSON"),
    "not JSON": ("<html>", r"iam\.json:1:1: broken JSON"),
    "not UTF-8": (b'{\n"a": "\xff"}', r"iam\.json:2: not UTF-8"),
    "a list": ([DETAILS], "not the output of"),
    "another command": ({"Users": []}, "not the output of"),
    "not a list": ({**DETAILS, "UserDetailList": {}}, "UserDetailList is not a list"),
    "first page of the API": ({**DETAILS, "IsTruncated": True}, "only the first page"),
    "first page of the CLI": ({**DETAILS, "NextToken": "x"}, "only the first page"),
    "nobody": ({"UserDetailList": []}, "no user, role, group or policy of an account"),
    "two accounts": (
        {**DETAILS, "GroupDetailList": [{"Arn": "arn:aws:iam::222222222222:group/x"}]},
        r"several accounts \(111111111111, 222222222222\)",
    ),
    "too deep": (nest(100_000), "nested too deep"),
    "deep": (nest(400), "nested too deep|no user, role"),
    "a huge number": ('{"UserDetailList": ' + "9" * 10_000 + "}", "cannot be read"),
}


@pytest.mark.parametrize(("content", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_an_unusable_file_is_one_clear_error(tmp_path: Path, content: Any, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        read(tmp_path, content)
    assert "iam.json" in str(caught.value)


BAD_ROWS: Mapping[str, tuple[Any, str]] = {
    "no Arn": ({}, r"UserDetailList\[1\] has no Arn"),
    "nothing": (None, r"UserDetailList\[1\] has no Arn"),
    "a list": ([], r"UserDetailList\[1\] has no Arn"),
    "odd": ({"Arn": "x"}, r"UserDetailList\[1\]: 'x' is not an IAM ARN"),
    "a newline": (
        {"Arn": f"arn:aws:iam::{ACCOUNT}:user/a\nb"},
        r"UserDetailList\[1\]: .*a\\nb' is not an IAM ARN",
    ),
    "a user of AWS": (
        {"Arn": "arn:aws:iam::aws:user/X"},
        r"UserDetailList\[1\]: .*user/X' is not an IAM ARN",
    ),
    "a bucket": ({"Arn": "arn:aws:s3:::b"}, r"UserDetailList\[1\]: .*b' is not an IAM ARN"),
}


@pytest.mark.parametrize(("row", "said"), BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_a_bad_row_has_its_reason_and_the_others_are_read(
    tmp_path: Path, row: Any, said: str
) -> None:
    good = DETAILS["UserDetailList"][0]
    reader = read(tmp_path, {**DETAILS, "UserDetailList": [good, row]})
    first, second = reader.items(ASK, "UserDetailList", Filter=["User"])
    assert first == good
    assert isinstance(second, CallFailed)
    assert re.search(said, str(second))
    rows: list[Row] = []
    unit = Unit(ACCOUNT, "global", "iam", (load_tables()["iam_user"],))
    coverage = collect_unit(unit, open_files({ACCOUNT: reader}), lambda _, more: rows.extend(more))
    assert "ann" in {row.get("user_name") for row in rows}
    (lost,) = (c for c in coverage if c.table_name == "iam_user" and c.aspect == "row")
    assert lost.status == "failed"


def test_a_bad_policy_leaves_the_others(tmp_path: Path) -> None:
    mine = {
        "Arn": f"arn:aws:iam::{ACCOUNT}:policy/own",
        "PolicyName": "own",
        "AttachmentCount": 0,
        "PolicyVersionList": [{"IsDefaultVersion": True, "Document": POLICY}],
    }
    reader = read(tmp_path, {**DETAILS, "Policies": [{}, mine]})
    rows: list[Row] = []
    unit = Unit(ACCOUNT, "global", "iam", (load_tables()["iam_policy"],))
    coverage = collect_unit(unit, open_files({ACCOUNT: reader}), lambda _, more: rows.extend(more))
    assert [row["arn"] for row in rows if "policy_name" in row][:1] == [mine["Arn"]]
    assert ("iam_policy", "row") in {(c.table_name, c.aspect) for c in coverage}


def test_few_rows_of_another_account_are_bad_rows(tmp_path: Path) -> None:
    users = [{"Arn": f"arn:aws:iam::{ACCOUNT}:user/{number}"} for number in range(20)]
    other = {"Arn": "arn:aws:iam::222222222222:user/x"}
    reader = read(tmp_path, {"UserDetailList": [*users, other]})
    assert reader.account_id == ACCOUNT
    *_, last = reader.items(ASK, "UserDetailList", Filter=["User"])
    assert "is of another account" in str(last)


def test_a_section_that_the_file_lacks_is_not_collected(tmp_path: Path) -> None:
    reader = read(tmp_path, without("RoleDetailList"))
    with pytest.raises(NotInSource, match=r"RoleDetailList is not in iam\.json"):
        reader.items(ASK, "RoleDetailList", Filter=["Role"])
    assert len(list(reader.items(ASK, "UserDetailList", Filter=["User"]))) == 1


NO_ORGANIZATION = {"Organization": None}


@pytest.mark.parametrize("beside", [True, False])
def test_a_file_may_say_that_there_is_no_organization(tmp_path: Path, *, beside: bool) -> None:
    alone = save(tmp_path, NO_ORGANIZATION, "org.json")
    whole = save(tmp_path, {**DETAILS, **NO_ORGANIZATION} if beside else DETAILS)
    readers = read_files([whole] if beside else [alone, whole], [])
    assert choose_root(readers) == ACCOUNT
    with pytest.raises(CallFailed) as caught:
        readers[ACCOUNT].call("organizations.describe_organization")
    assert caught.value.code == "AWSOrganizationsNotInUseException"


def test_without_a_word_on_the_organization_nobody_answers_for_it(tmp_path: Path) -> None:
    readers = read_files([save(tmp_path, DETAILS)], [])
    assert choose_root(readers) == ""
    with pytest.raises(NotInSource):
        readers[ACCOUNT].call("organizations.describe_organization")


def test_the_management_account_answers_for_the_organization_if_it_is_there(
    tmp_path: Path,
) -> None:
    other = json.loads(json.dumps(DETAILS).replace(ACCOUNT, "222222222222"))
    files = [save(tmp_path, DETAILS), save(tmp_path, other, "other.json")]
    for management, root in (("222222222222", "222222222222"), ("333333333333", ACCOUNT)):
        told = {"Organization": {"Id": "o-1", "MasterAccountId": management}}
        readers = read_files([*files, save(tmp_path, told, "org.json")], [])
        assert choose_root(readers) == root


def test_the_policies_of_an_organizations_file_are_the_organizations(tmp_path: Path) -> None:
    arn = "arn:aws:organizations::333333333333:policy/o-1/service_control_policy/p-1"
    scp = {"Id": "p-1", "Arn": arn, "Type": "SERVICE_CONTROL_POLICY"}
    told = {"Organization": {"Id": "o-1"}, "Policies": [scp]}
    readers = read_files([save(tmp_path, DETAILS), save(tmp_path, told, "org.json")], [])
    asked = {"Filter": "SERVICE_CONTROL_POLICY"}
    listed = list(readers[ACCOUNT].items("organizations.list_policies", "Policies", **asked))
    assert listed == [{**scp, "AwsManaged": False}]
    with pytest.raises(BadInput, match=r"both\.json: \w+ beside Organization; use a file for each"):
        read_files([save(tmp_path, DETAILS | told, "both.json")], [])


def test_an_organization_needs_an_account_and_there_is_only_one(tmp_path: Path) -> None:
    one, two = (save(tmp_path, NO_ORGANIZATION, name) for name in ("one.json", "two.json"))
    with pytest.raises(BadInput, match=r"one\.json: hand in the --from file of an account"):
        read_files([one], [])
    with pytest.raises(BadInput, match=r"two\.json: the organization is already in one\.json"):
        read_files([one, two], [])


def test_a_hundred_levels_are_not_too_deep(tmp_path: Path) -> None:
    deep: Any = {"Arn": f"arn:aws:iam::{ACCOUNT}:user/x"}
    for _ in range(100):
        deep = {"Arn": f"arn:aws:iam::{ACCOUNT}:user/x", "inner": deep}
    assert read(tmp_path, {"UserDetailList": [deep]}).account_id == ACCOUNT


def test_a_file_of_ten_megabytes_is_read(tmp_path: Path) -> None:
    users = [
        {"Arn": f"arn:aws:iam::{ACCOUNT}:user/{number}", "UserName": "x" * 900}
        for number in range(10_500)
    ]
    assert save(tmp_path, {"UserDetailList": users}).stat().st_size > 10_000_000
    reader = read(tmp_path, {"UserDetailList": users})
    assert len(list(reader.items(ASK, "UserDetailList"))) == 10_500


@pytest.mark.parametrize("name", ["missing.json", "folder"])
def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadInput, match=f"{name}: cannot read"):
        read_files([tmp_path / name], [])


HEADER, ROOT, ANN = REPORT.splitlines(keepends=True)
REPORTS: Mapping[str, tuple[Any, str]] = {
    "no column": (REPORT.replace("mfa_active", "x"), r"report\.csv:1: .*no column mfa_active"),
    "empty": ("", r"report\.csv:1: not a credential report"),
    "JSON": ('{"Content": "x"}', r"report\.csv:1: not a credential report"),
    "no rows": (HEADER, r"report\.csv:2: the report has no row of an account"),
    "a quote": ('user,arn,"', r"report\.csv:1: not a credential report"),
    "no ARN": (HEADER + "x,y,z,true,true\n", r"report\.csv:2: the report has no row"),
    "two accounts": (
        REPORT.replace(f"{ACCOUNT}:user", "222222222222:user"),
        r"report\.csv: has several accounts \(111111111111, 222222222222\)",
    ),
    "not UTF-8": (b"user,arn\n\xff", r"report\.csv:2: not UTF-8"),
    "another account": (REPORT.replace(ACCOUNT, "333333333333"), "333333333333 needs the account"),
}


@pytest.mark.parametrize(("content", "said"), REPORTS.values(), ids=REPORTS.keys())
def test_an_unusable_report_is_one_clear_error(tmp_path: Path, content: Any, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read(tmp_path, DETAILS, content)


def test_two_files_of_one_account_are_refused(tmp_path: Path) -> None:
    first, second = save(tmp_path, DETAILS), save(tmp_path, DETAILS, "again.json")
    with pytest.raises(BadInput, match=r"again\.json: account 111111111111 is already in iam"):
        read_files([first, second], [])
    one, two = save(tmp_path, REPORT, "r1.csv"), save(tmp_path, REPORT, "r2.csv")
    with pytest.raises(BadInput, match=r"r2\.csv: a second credential report"):
        read_files([first], [one, two])


def test_each_account_gets_its_own_report(tmp_path: Path) -> None:
    other = json.loads(json.dumps(DETAILS).replace(ACCOUNT, "222222222222"))
    readers = read_files(
        [save(tmp_path, DETAILS), save(tmp_path, other, "other.json")],
        [save(tmp_path, REPORT.replace(ACCOUNT, "222222222222"), "report.csv")],
    )
    assert {account: bool(reader.report) for account, reader in readers.items()} == {
        ACCOUNT: False,
        "222222222222": True,
    }


@pytest.mark.parametrize("garbled", [{}, "", [], "none", 0, False, [{"Id": "o-1"}]])
def test_only_null_says_that_there_is_no_organization(tmp_path: Path, garbled: Any) -> None:
    path = tmp_path / "org.json"
    path.write_text(json.dumps({"Organization": garbled}), encoding="utf-8")
    with pytest.raises(BadInput, match="write null where there is none"):
        read_files([path], [])

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ringwall.model.errors import BadInput
from ringwall.reason.iam.cases.access import (
    FIELDS,
    REQUEST_FIELDS,
    AccessCase,
    read_case,
    read_cases,
    run_case,
)
from ringwall.reason.iam.cases.lines import BrokenCase
from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.evaluation.settings import FIELDS as SETTINGS

FOLDER = Path(__file__).parent / "access"
FILES = sorted(FOLDER.glob("*.ndjson"))
ALLOW = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
REQUEST = {
    "principal": "arn:aws:iam::111122223333:user/alice",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::data/k",
}


ACL = {"grantee": "a" * 64, "permission": "READ"}
GRANT = {"grantee": "arn:aws:iam::111122223333:role/app", "operations": ["Decrypt"]}
NO_BOOLEANS: tuple[Any, ...] = ("false", 0, None, [])
NO_VALUES: tuple[Any, ...] = ({}, [None], [[1]], [{}])


def request(**fields: Any) -> dict[str, Any]:
    return {"request": {**REQUEST, **fields}}


def read(**fields: Any) -> AccessCase:
    case = {"name": "n", "request": REQUEST, "identity_policies": [], **fields}
    return read_case(json.dumps(case))


def verdict(**fields: Any) -> str:
    return run_case(read(**fields)).decision.verdict


def test_every_point_of_the_checklist_has_cases() -> None:
    assert [int(file.name[:2]) for file in FILES] == list(range(1, 17))


@pytest.mark.parametrize(
    "case",
    [case for file in FILES for case in read_cases(file) if isinstance(case, AccessCase)],
    ids=lambda case: case.name,
)
def test_known_answers(case: AccessCase) -> None:
    assert case.expect, "a known-answer case says what it expects"
    result = run_case(case)
    assert result.is_as_expected, result.decision


def test_without_a_resource_account_the_caller_owns_the_resource() -> None:
    assert verdict(identity_policies=[ALLOW]) == "allowed"
    unowned = {**REQUEST, "resource_account": None}
    assert verdict(identity_policies=[ALLOW], request=unowned) == "unknown"
    foreign = {**REQUEST, "resource": "arn:aws:sqs:eu-west-1:444455556666:q"}
    assert verdict(identity_policies=[ALLOW], request=foreign) == "implicitly_denied"


@pytest.mark.parametrize(
    ("expect", "fulfilled"),
    [
        ("allow", False),
        ("deny", True),
        ("implicitly_denied", True),
        ("ImplicitlyDenied", True),
        ("IMPLICIT-DENY", True),
        ("explicitly_denied", False),
        ("unknown", False),
        (None, True),
    ],
)
def test_what_a_case_may_expect(expect: str | None, fulfilled: bool) -> None:  # noqa: FBT001
    assert run_case(read(expect=expect)).is_as_expected is fulfilled


def test_a_result_names_the_deciding_statement_and_its_place() -> None:
    deny = {"Sid": "Stop", "Effect": "Deny", "Action": "s3:*", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [deny]}
    found = run_case(read(identity_policies=[ALLOW], scp_levels=[[ALLOW, policy]])).decision
    assert found.policy_type == "scp"
    (statement,) = found.statements
    assert str(statement).startswith("scp scp_levels[0][1][0] Stop (1:")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"request": {**REQUEST, "principal": "nobody"}}, "is not a principal"),
        ({"request": {**REQUEST, "action": "GetObject"}}, "is not an action"),
        ({"request": {**REQUEST, "action": "s3:Get*"}}, "is not an action"),
        ({"request": {"principal": "*"}}, "no action"),
        ({"request": []}, "must have a request"),
        ({"expect": "maybe"}, "expect is 'maybe'"),
        ({"identity_polices": [ALLOW]}, "did you mean identity_policies"),
        ({"scps": [[ALLOW]]}, "unknown field: scps"),
        ({"scp_levels": [ALLOW]}, "list of levels"),
        ({"identity_policies": [{"Statement": {"Effect": "Allow"}}]}, "missing|must have Action"),
        ({"identity_policies": [7]}, "a policy must be a JSON object"),
        ({"resource_settings": {"acls": []}}, "unknown setting"),
        ({"resource_settings": {"acl": [{**ACL, "On": "bucket"}]}}, r"unknown field: acl\[0\]\.On"),
        ({"resource_settings": {"kms_grants": [{**GRANT, "constraint": {}}]}},
         r"unknown field: kms_grants\[0\]\.constraint"),
        ({"request": {**REQUEST, "context": {}}, "note": 1}, None),
        ({"scp_levels": {}}, "list of levels"),
        *((request(resource_account=wrong), "resource_account is .*12 digits")
          for wrong in (111122223333, "abc", "", ["111122223333"])),
        *((request(is_complete=wrong), "is_complete is .*true or false")
          for wrong in NO_BOOLEANS),
        (request(role_arn="zzz"), "role_arn is 'zzz'; it must be the ARN of a role"),
        (request(role_arn=["arn:aws:iam::111122223333:role/app"]), "role_arn is"),
        (request(user_arn={"a": 1}), "user_arn is"),
        (request(canonical_id=1), "canonical_id is"),
        (request(management_account=1.5), "management_account is"),
        (request(principal=["x"]), "principal must be a string"),
        (request(action={"s3": 1}), "action must be a string"),
        *((request(resource=wrong), "resource is .*an ARN") for wrong in ({"a": 1}, ["x", 7], 7)),
        *((request(context={"a:b": wrong}), "a:b in context is .*must be a string")
          for wrong in NO_VALUES),
        (request(context={"aws:SourceIp": "x", "AWS:SOURCEIP": "y"}), "AWS:SOURCEIP appears twice"),
        (request(context=[]), "context must be an object"),
    ],
)  # fmt: skip
def test_bad_cases_are_refused(fields: dict[str, Any], message: str | None) -> None:
    if message is None:
        assert read(**fields).name == "n"
        return
    with pytest.raises(BadInput, match=message):
        read(**fields)


def test_a_bad_case_is_named_by_file_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "cases.ndjson"
    good = json.dumps({"name": "a", "request": REQUEST})
    for text, place in (
        (f'{good}\n\n{{"name": "b", "request": {json.dumps(REQUEST)}, "expect": 5}}\n', "3:"),
        (f"{good}\n{{broken\n", "2:2: expected a key in quotes"),
        (f"{good}\n{good[:-1]}\n{good}\n", f"2:{len(good)}: expected ,"),
    ):
        file.write_text(text)
        (broken,) = (case for case in read_cases(file) if isinstance(case, BrokenCase))
        assert broken.reason.startswith(f"{file}:{place}")
        assert broken.line == int(place[0])


def test_every_known_answer_can_be_read() -> None:
    cases = [case for file in FILES for case in read_cases(file)]
    assert not [case for case in cases if isinstance(case, BrokenCase)]


def test_a_misspelt_field_of_a_grant_is_named_by_its_place() -> None:
    line = json.dumps(
        {"request": REQUEST, "resource_settings": {"kms_grants": [{**GRANT, "x": 1}]}}
    )
    column = line.index('"x"') + 1
    with pytest.raises(BadInput, match=rf"^case:1:{column}: resource_settings"):
        read_case(line)


def test_a_field_given_twice_is_refused() -> None:
    with pytest.raises(BadInput, match="scp_levels appears twice"):
        read_case('{"request": {}, "scp_levels": [], "scp_levels": []}')


SCHEMA = json.loads(
    (Path(__file__).parents[4] / "docs" / "schemas" / "access_cases.schema.json").read_text("utf-8")
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_schema_takes_every_known_answer(file: Path) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for line in file.read_text("utf-8").splitlines():
        validator.validate(json.loads(line))


ANYTHING: tuple[Any, ...] = (
    *(None, 1, 1.5, True, False, [], {}, "", [""], [None], [1], ["x"], {"a": 1}, {"": "x"}),
    *("Allow", "DENIED", "explicit-deny", "explicitlyDenied", "a_llow", "all", "ObjectWriter"),
)
KMS = ("resource_settings", "kms_grants", 0)
PATHS = [
    *(("name",), ("expect",), ("request", "resource"), ("request", "context")),
    *(("request", name) for name in REQUEST_FIELDS[3:]),
    *(("request", name) for name in ("note", "extra")),
    ("resource_settings",),
    *(("resource_settings", name) for name in SETTINGS),
    *(("resource_settings", "acl", 0, name) for name in ("grantee", "permission", "on", "more")),
    *((*KMS, name) for name in ("grantee", "operations", "constraints", "more")),
    *((*KMS, "constraints", name) for name in ("EncryptionContextEquals", "SourceArn", "more")),
]


@pytest.mark.parametrize("path", PATHS, ids=str)
def test_schema_and_reader_take_the_same(path: tuple[str | int, ...]) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for value in ANYTHING:
        grant = {**GRANT, "constraints": {}}
        case: Any = {"request": {**REQUEST},
                     "resource_settings": {"acl": [{**ACL}], "kms_grants": [grant]}}  # fmt: skip
        inner = case
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
        assert validator.is_valid(case) == is_read(case), value


def is_read(case: object) -> bool:
    try:
        read_case(json.dumps(case))
    except BadInput:
        return False
    return True


def test_a_case_whose_name_is_null_is_called_by_its_line() -> None:
    assert read(name=None).name == "line 1"


def test_the_schema_knows_the_fields_that_the_reader_knows() -> None:
    assert set(SCHEMA["properties"]) == set(FIELDS)
    assert set(SCHEMA["properties"]["request"]["properties"]) == set(REQUEST_FIELDS)
    case = {"request": REQUEST, "identity_policies": [{"Statement": [], "Statment": []}]}
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(case)


@pytest.mark.parametrize("grants", [{"acl": [ACL]}, {"kms_grants": [GRANT]}])
def test_the_schema_knows_the_fields_of_grants(grants: dict[str, list[dict[str, Any]]]) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert validator.is_valid({"request": REQUEST, "resource_settings": grants})
    for name, (grant,) in grants.items():
        wrong = {name: [{**grant, "extra": 1}]}
        assert not validator.is_valid({"request": REQUEST, "resource_settings": wrong})


def test_a_case_without_policies_is_about_the_estate() -> None:
    case = read_case(json.dumps({"name": "n", "request": REQUEST, "expect": "deny"}))
    assert run_case(case).decision.verdict == "implicitly_denied"  # nothing is attached anywhere
    assert run_case(case, lambda _: Decision("allowed")).decision.verdict == "allowed"
    own = read_case(json.dumps({"name": "n", "request": REQUEST, "identity_policies": []}))
    assert run_case(own, lambda _: Decision("allowed")).decision.verdict == "implicitly_denied"


@pytest.mark.parametrize(
    ("layer", "has_principal"),
    [
        *(("identity_policies", True), ("boundaries", True), ("session_policies", True)),
        *(("scp_levels", True), ("rcp_levels", False), ("resource_policy", False)),
    ],
)
def test_what_aws_refuses_is_refused(layer: str, *, has_principal: bool) -> None:
    """A Principal where there must be none, or none where there must be one."""

    def read(*, is_there: bool) -> None:
        principal = {"Principal": "*"} if is_there else {}
        statement = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", **principal}
        policy: Any = {"Version": "2012-10-17", "Statement": [statement]}
        value = {"resource_policy": policy}.get(layer) or (
            [[policy]] if layer.endswith("levels") else [policy]
        )
        request = {
            "principal": "arn:aws:iam::111122223333:user/ann",
            "action": "s3:GetObject",
            "resource": "arn:aws:s3:::b/k",
        }
        read_case(json.dumps({"name": "n", "request": request, layer: value}), "cases", 7)

    read(is_there=not has_principal)
    with pytest.raises(
        BadInput, match=rf"^cases:7:.*Statement\[0\] of {layer} has (a|no) Principal"
    ):
        read(is_there=has_principal)

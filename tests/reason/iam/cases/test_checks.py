import json
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from ringwall.model.errors import BadInput
from ringwall.reason.iam.cases.checks import (
    CheckCaseResult,
    PolicyCheck,
    read_check_case,
    run_check_file,
)
from ringwall.reason.iam.cases.lines import BrokenCase

CASES = Path(__file__).parent / "checks"
SCHEMAS = Path(__file__).parents[4] / "docs" / "schemas"
FILES: list[PolicyCheck] = list(get_args(PolicyCheck))


def run_known(check: PolicyCheck) -> list[CheckCaseResult]:
    results = list(run_check_file(check, CASES / f"{check.replace('-', '_')}.ndjson"))
    assert not [result for result in results if isinstance(result, BrokenCase)]
    return [result for result in results if isinstance(result, CheckCaseResult)]


@pytest.mark.parametrize("check", FILES)
def test_known_answers_hold(check: PolicyCheck) -> None:
    results = run_known(check)
    assert len(results) > 15
    wrong = [f"{r.case.name}: {r.answer}" for r in results if not r.is_as_expected]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("check", FILES)
def test_every_failing_answer_has_a_witness_and_statements(check: PolicyCheck) -> None:
    for result in run_known(check):
        assert result.case.expect
        assert (result.answer.verdict == "fail") == bool(result.answer.witness)
        assert bool(result.answer.witness) == bool(result.answer.statements)
        assert bool(result.answer.reason) == (result.answer.verdict == "unknown")


@pytest.mark.parametrize(
    ("check", "line", "message"),
    [
        ("not-granted", "[]", "file.ndjson:7:1: a case must be a JSON object"),
        ("not-granted", "{", "file.ndjson:7:"),
        (
            "not-granted",
            '{"policy": {}}',
            "file.ndjson:7:2: policy: a policy must have a Statement",
        ),
        ("not-granted", "{}", "a case of not-granted must have a policy"),
        ("not-granted", '{"policy": {"Statement": []}, "actoins": []}', "did you mean actions"),
        ("not-granted", '{"policy": {"Statement": []}, "actions": [1]}', "list of strings"),
        (
            "not-granted",
            '{"policy": {"Statement": []}, "expect": "ok"}',
            "expect must be pass or fail",
        ),
        ("not-granted", '{"policy": {"Statement": []}, "type": "x"}', "IDENTITY or RESOURCE"),
        ("not-granted", '{"name": "a", "name": "b"}', "file.ndjson:7:15: name appears twice"),
        ("no-public", '{"policy": {"Statement": []}, "resource_type": "S3"}', "AWS::S3::Bucket"),
        ("no-new-access", '{"reference": {"Statement": []}}', "must have a candidate"),
        ("no-new-access", '{"reference": 1, "candidate": 2}', "a policy must be a JSON object"),
    ],
)
def test_a_broken_case_is_refused_with_its_place(
    check: PolicyCheck, line: str, message: str
) -> None:
    with pytest.raises(BadInput, match=r"file\.ndjson:7") as caught:
        read_check_case(check, line, "file.ndjson", 7)
    assert message in str(caught.value)


IDENTITY = {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
RESOURCE = {"Statement": {**IDENTITY["Statement"], "Principal": "*"}}


@pytest.mark.parametrize(
    ("check", "case", "name"),
    [
        ("no-public", {"policy": IDENTITY, "resource_type": "AWS::S3::Bucket"}, "policy"),
        ("not-granted", {"policy": IDENTITY, "type": "RESOURCE"}, "policy"),
        ("no-new-access",
         {"reference": IDENTITY, "candidate": IDENTITY, "type": "RESOURCE"}, "reference"),
        ("no-new-access", {"reference": RESOURCE, "candidate": IDENTITY}, "candidate"),
    ],
)  # fmt: skip
def test_a_policy_of_a_resource_has_a_principal(
    check: PolicyCheck, case: dict[str, Any], name: str
) -> None:
    with pytest.raises(
        BadInput, match=rf"^f:7:1: {name}: no statement has a Principal.*type to IDENTITY"
    ):
        read_check_case(check, json.dumps(case), "f", 7)


def test_expectations_and_types_are_read_in_any_case() -> None:
    line = '{"policy": {"Statement": []}, "expect": "PASS", "type": "resource", "note": "mine"}'
    case = read_check_case("not-granted", line)
    assert case.expect == "pass"
    assert case.ask().verdict == "pass"


def test_a_case_without_expectation_is_met_by_any_answer(tmp_path: Path) -> None:
    path = tmp_path / "cases.ndjson"
    path.write_text('\n{"policy": {"Statement": []}}\n', encoding="utf-8")
    (result,) = run_check_file("not-granted", path)
    assert isinstance(result, CheckCaseResult)
    assert result.is_as_expected
    assert result.case.name == "line 2"


def test_a_case_that_does_not_end_breaks_on_its_own_line(tmp_path: Path) -> None:
    path = tmp_path / "cases.ndjson"
    path.write_text('\n{"policy": {"Statement": []}\n{}\n', encoding="utf-8")
    broken, *_ = run_check_file("not-granted", path)
    assert isinstance(broken, BrokenCase)
    assert broken.reason.startswith(f"{path}:2:29: expected ,")


def test_a_file_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        list(run_check_file("no-public", tmp_path / "none.ndjson"))


def validate(check: PolicyCheck, case: object) -> bool:
    name = f"{check.replace('-', '_')}_cases.schema.json"
    schemas = {path.name: json.loads(path.read_text()) for path in SCHEMAS.glob("*.schema.json")}
    registry: Registry[Any] = Registry().with_resources(
        (key, Resource.from_contents(schema)) for key, schema in schemas.items()
    )
    validator = Draft202012Validator(schemas[name], registry=registry)
    return bool(validator.is_valid(case))


@pytest.mark.parametrize("check", FILES)
def test_the_schema_takes_what_is_read_and_refuses_what_is_not(check: PolicyCheck) -> None:
    for line in (CASES / f"{check.replace('-', '_')}.ndjson").read_text().splitlines():
        case = json.loads(line)
        assert validate(check, case), case["name"]
        assert not validate(check, {**case, "expect": "ok"})
        assert not validate(check, {**case, "polices": []})
        for key in ("policy", "reference"):
            if key in case:
                assert not validate(check, {**case, key: "unknown"})


@pytest.mark.parametrize("check", FILES)
@pytest.mark.parametrize("field", ["name", "expect", "type", "note"])
def test_schema_and_reader_take_the_same(check: PolicyCheck, field: str) -> None:
    line = (CASES / f"{check.replace('-', '_')}.ndjson").read_text().splitlines()[0]
    values: tuple[Any, ...] = (None, 1, True, [], {}, "", "x", "PASS", "Identity", ["x"])
    for value in values:
        case = {**json.loads(line), field: value}
        assert validate(check, case) == is_read(check, case), value


def is_read(check: PolicyCheck, case: object) -> bool:
    try:
        read_check_case(check, json.dumps(case))
    except BadInput:
        return False
    return True

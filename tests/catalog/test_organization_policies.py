"""The library of organization policies: each denies what it says, and nothing that it must not."""

import json
from pathlib import Path

import pytest

from ringwall.catalog.organizations.policy_cases import REGIONS, list_cases, sample_values
from ringwall.catalog.organizations.policy_document import fill_document, measure_document
from ringwall.catalog.organizations.policy_library import (
    LibraryPolicy,
    load_policies,
    read_policy,
)
from ringwall.model.organization_policy import POLICY_TYPES
from ringwall.model.organization_policy_document import parse_policy
from ringwall.model.reference import write_json
from ringwall.reason.iam.cases.access import read_case, run_case
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.validation.validate import validate_document

POLICIES = load_policies()
KINDS = {"SERVICE_CONTROL_POLICY": "scp", "RESOURCE_CONTROL_POLICY": "rcp"}
WITH_STATEMENTS = [policy for policy in POLICIES.values() if policy.type in KINDS]


def by_name(policy: LibraryPolicy) -> str:
    return policy.name


@pytest.mark.parametrize("partition", REGIONS)
@pytest.mark.parametrize("policy", WITH_STATEMENTS, ids=by_name)
def test_policy_decides_its_cases_as_they_say(policy: LibraryPolicy, partition: str) -> None:
    for case in list_cases(policy, partition):
        result = run_case(read_case(json.dumps(case)))
        assert result.is_as_expected, f"{case['name']}: {result.decision.verdict}"


@pytest.mark.parametrize("policy", WITH_STATEMENTS, ids=by_name)
def test_policy_has_cases_of_both_kinds(policy: LibraryPolicy) -> None:
    expected = [case.expect for case in policy.case]
    assert expected.count("denied") >= 2
    assert expected.count("allowed") >= 2


@pytest.mark.parametrize("policy", WITH_STATEMENTS, ids=by_name)
def test_each_statement_is_what_a_case_is_about(policy: LibraryPolicy) -> None:
    document = fill_document(policy.document, sample_values("aws"))
    for statement in document["Statement"]:
        without = [one for one in document["Statement"] if one is not statement]
        changed = [
            case
            for case in list_cases(policy, "aws")
            if not run_case(read_case(json.dumps(_replace(case, document, without)))).is_as_expected
        ]
        assert changed, f"no case fails without {statement['Sid']}"


def _replace(case: dict, document: dict, statements: list) -> dict:  # type: ignore[type-arg]
    def other(policies: list) -> list:  # type: ignore[type-arg]
        return [
            {**one, "Statement": statements} if one == document and statements else one
            for one in policies
            if one != document or statements
        ]

    return case | {name: [other(case[name][0])] for name in ("scp_levels", "rcp_levels")}


@pytest.mark.parametrize("partition", REGIONS)
@pytest.mark.parametrize("policy", WITH_STATEMENTS, ids=by_name)
def test_validation_finds_nothing(policy: LibraryPolicy, partition: str) -> None:
    document = fill_document(policy.document, sample_values(partition))
    kind = KINDS[policy.type]
    found = validate_document(write_json(document), kind)  # type: ignore[arg-type]
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("policy", WITH_STATEMENTS, ids=by_name)
def test_actions_exist(policy: LibraryPolicy) -> None:
    universe = load_universe()
    for statement in policy.document["Statement"]:
        names = statement.get("Action") or statement["NotAction"]
        for name in [names] if isinstance(names, str) else names:
            assert name == "*" or name.startswith("{") or universe.expand(name), name


def test_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    text = (Path(read_policy.__code__.co_filename).parent / "policies/suspended.toml").read_text()
    path.write_text(text.replace("may_break", "may_brake"))
    with pytest.raises(ValueError, match=r"broken\.toml.*may_brake"):
        read_policy(path)


def test_size_of_what_is_not_known_yet_is_the_largest() -> None:
    document = fill_document(POLICIES["identity_perimeter"].document, sample_values("aws"))
    assert measure_document(document) == len(write_json(document))


@pytest.mark.parametrize("policy", POLICIES.values(), ids=by_name)
def test_document_is_one_of_its_type(policy: LibraryPolicy) -> None:
    kind = POLICY_TYPES[policy.type]
    text = write_json(fill_document(policy.document, sample_values("aws")))
    assert parse_policy(kind, text)
    assert len(text) <= kind.longest

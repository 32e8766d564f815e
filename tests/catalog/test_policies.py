"""What a table says of its policies becomes rows of policy_statement, or a gap."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ringwall.catalog.policies import derive_statements
from ringwall.model.errors import AccessDenied
from ringwall.model.table import Call, Row, Shared, Table, document, text

ALLOW = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
POLICY = {"Statement": [ALLOW]}
FS = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/"
DENIAL = {"Effect": "Deny", "Action": "*", "Resource": "*"}
INLINE = [{"PolicyName": "ops", "PolicyDocument": {"Statement": [DENIAL]}}]


def declare(**facts: Any) -> Table:
    columns = (
        text("title", "Title", "The title."),
        document("document", "Answer.Policy", "The policy."),
        document("own", "Policies", "The inline policies.", []),
    )
    return Table(name="app_thing", doc="A thing.", columns=columns, **facts)


def explode(table: Table, **row: Any) -> list[Row]:
    (derived,) = derive_statements(table)
    assert derived.table == "policy_statement"
    return list(derived.rows({}, {"title": "t", "document": {}, "own": [], **row}))


def test_a_table_without_policies_has_no_statements() -> None:
    assert derive_statements(declare()) == ()


@pytest.mark.parametrize("value", [POLICY, json.dumps(POLICY)])
def test_a_policy_is_exploded_from_its_column(value: Any) -> None:
    (statement,) = explode(declare(policy="document"), document=value)
    assert (statement["owner_table"], statement["policy_type"]) == ("app_thing", "resource")
    assert (statement["policy_name"], statement["actions"]) == ("", ["s3:getobject"])


def test_the_type_and_the_name_are_the_tables_word() -> None:
    table = declare(policy="document", policy_type="managed", policy_name="title")
    (statement,) = explode(table, document=POLICY, title="ReadOnly")
    assert (statement["policy_type"], statement["policy_name"]) == ("managed", "ReadOnly")


@pytest.mark.parametrize("nothing", [{}, "{}", json.dumps({"Statement": []})])
@pytest.mark.parametrize("policy_type", ["resource", "endpoint"])
def test_a_resource_can_do_without_a_policy(nothing: Any, policy_type: str) -> None:
    assert explode(declare(policy="document", policy_type=policy_type), document=nothing) == []


@pytest.mark.parametrize("policy_type", ["trust", "managed"])
def test_a_policy_that_must_exist_was_lost_where_it_is_missing(policy_type: str) -> None:
    table = declare(policy="document", policy_type=policy_type)
    with pytest.raises(ValueError, match="document is missing"):
        explode(table, document={})


def test_a_policy_that_could_not_be_read_is_not_an_empty_one() -> None:
    with pytest.raises(ValueError, match="document could not be read"):
        explode(declare(policy="document"), document=None)
    with pytest.raises(ValueError, match="own could not be read"):
        explode(declare(inline_policies="own"), own=None)


@pytest.mark.parametrize("value", ['"text"', "[1]", '{"Statement": ["x"]}', "{"])
def test_what_is_no_policy_is_an_error(value: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        explode(declare(policy="document"), document=value)


def test_inline_policies_have_names_of_their_own() -> None:
    table = declare(policy="document", policy_type="trust", inline_policies="own")
    found = explode(table, document=POLICY, own=json.dumps(INLINE))
    assert [(row["policy_type"], row["policy_name"], row["effect"]) for row in found] == [
        ("trust", "", "Allow"),
        ("inline", "ops", "Deny"),
    ]


@pytest.mark.parametrize(
    ("facts", "needs"),
    [
        ({}, ""),
        ({"calls": (Call("app.get_policy", into="Answer"),)}, "Answer"),
        ({"shared": (Shared("Answer", lambda _: {}),)}, "Answer"),
        ({"calls": (Call("app.get_tags", into="Tags"),)}, ""),
    ],
)
def test_statements_need_the_call_that_reads_the_policy(facts: Any, needs: str) -> None:
    (derived,) = derive_statements(declare(policy="document", **facts))
    assert derived.needs == needs


def test_policies_of_two_calls_are_refused() -> None:
    calls = (Call("app.get_policy", into="Answer"), Call("app.list_policies", into="Policies"))
    with pytest.raises(ValueError, match="app_thing: its policies must come from one call"):
        derive_statements(declare(policy="document", inline_policies="own", calls=calls))


def test_a_denied_policy_leaves_a_gap_and_no_statement(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    answers = {
        "efs.describe_file_systems": {"FileSystems": [{"FileSystemArn": FS + "1", "Tags": []}]},
        "efs.describe_file_system_policy": AccessDenied("no", "AccessDenied"),
    }
    rows, gaps = collect(canned(answers), "efs_file_system")
    assert [row["file_system_policy"] for row in rows["efs_file_system"]] == [None]
    assert rows["policy_statement"] == []
    assert {gap.table_name for gap in gaps} == {"efs_file_system", "policy_statement"}


def test_a_broken_policy_is_a_gap_of_its_resource_alone(
    collect: Callable[..., Any], canned: type[Any]
) -> None:
    def policy(FileSystemId: str) -> Row:  # noqa: N803 - as AWS spells it
        return {"Policy": json.dumps(POLICY) if FileSystemId == "fs-1" else "{"}

    systems = [
        {"FileSystemArn": f"{FS}{n}", "FileSystemId": f"fs-{n}", "Encrypted": True} for n in (1, 2)
    ]
    answers = {
        "efs.describe_file_systems": {"FileSystems": systems},
        "efs.describe_file_system_policy": policy,
    }
    rows, gaps = collect(canned(answers), "efs_file_system")
    assert [row["arn"] for row in rows["policy_statement"]] == [FS + "1"]
    assert {(gap.table_name, gap.status, gap.resource) for gap in gaps} == {
        ("efs_file_system", "failed", FS + "2"),
        ("policy_statement", "failed", FS + "2"),
    }

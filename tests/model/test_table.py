"""What a table's declaration says of its rows."""

from typing import Any

import pytest

from ringwall.model.share import KeyGrants
from ringwall.model.table import (
    ABSENT,
    ENVELOPE,
    Call,
    Column,
    RunsAs,
    Shared,
    Table,
    boolean,
    document,
    integer,
    moment,
    text,
    texts,
)
from ringwall.reason.iam.organization.workloads import read_workloads
from ringwall.store.engine.embedded import EmbeddedEngine

NAME = text("name", "Name", "The name.")


def declare(**facts: Any) -> Table:
    return Table(name="s3_bucket", doc="A bucket.", columns=(NAME,), **facts)


@pytest.mark.parametrize(
    ("make", "type_", "absent"),
    [
        (text, "TEXT", ""),
        (boolean, "BOOLEAN", False),
        (integer, "BIGINT", 0),
        (moment, "TIMESTAMP", "1970-01-01T00:00:00Z"),
        (texts, "TEXT[]", []),
        (document, "JSON", {}),
    ],
)
def test_a_column_has_the_value_for_none_of_its_type(make: Any, type_: str, absent: Any) -> None:
    column = make("c", "Path", "Says something.")
    assert (column.name, column.type, column.path) == ("c", type_, "Path")
    assert column.when_absent == absent
    assert make("c", "Path", "Says something.", None).when_absent is None


def test_a_column_can_have_a_value_for_none_of_its_own() -> None:
    assert boolean("c", "Path", "Says something.", absent=True).when_absent is True
    assert document("c", "Path", "Says something.", []).when_absent == []


@pytest.mark.parametrize("make", [text, boolean, integer, moment, texts, document])
def test_a_column_says_where_cloudformation_has_it(make: Any) -> None:
    column = make("c", "Path", "d.", property="A.B", default=1, unless="C")
    assert (column.path, column.property, column.default, column.unless) == ("Path", "A.B", 1, "C")
    same = make("c", "Path", "d.")
    assert (same.property, same.default, same.unless) == ("", None, "")


def test_tags_of_cloudformation_are_called_tags_but_for_some_types() -> None:
    assert declare().tags_property == "Tags"
    assert declare(tags_property="FileSystemTags").tags_property == "FileSystemTags"


def test_every_type_has_a_value_for_none() -> None:
    for type_, absent in ABSENT.items():
        assert Column("c", type_, "Says something.").when_absent == absent  # type: ignore[arg-type]


def test_rows_start_with_the_envelope_unless_they_are_no_resources() -> None:
    assert declare().all_columns == (*ENVELOPE, NAME)
    assert declare(enveloped=False).all_columns == (NAME,)
    assert ENVELOPE[0].name == "arn"


def test_the_full_name_has_the_schema() -> None:
    assert declare().full_name == "estate.s3_bucket"
    assert declare(schema="facts").full_name == "facts.s3_bucket"


def test_a_table_that_nothing_lists_is_derived() -> None:
    assert declare().is_derived
    assert not declare(list=Call("s3.list_buckets", "Buckets")).is_derived
    assert not declare(fetch=lambda _: ()).is_derived


@pytest.mark.parametrize(
    ("facts", "is_guarded"),
    [
        ({}, False),
        ({"policy": "name"}, True),
        ({"policy": "name", "policy_type": "trust"}, True),
        ({"share": KeyGrants("name")}, True),
        ({"policy": "name", "policy_type": "endpoint"}, False),
        ({"policy": "name", "policy_type": "managed"}, False),
        ({"policy": "name", "policy_type": "endpoint", "share": KeyGrants("name")}, True),
        ({"inline_policies": "name"}, False),
        ({"runs_as": RunsAs("name")}, False),
    ],
)
def test_resources_are_guarded_by_a_policy_of_their_own_or_by_sharing(
    facts: dict[str, Any],
    is_guarded: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    assert declare(**facts).is_guarded is is_guarded


def test_a_declaration_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        declare().name = "other"  # type: ignore[misc]


ROLE = "arn:aws:iam::111111111111:role/app"


def test_a_resource_runs_as_the_role_of_its_column_or_of_another_table() -> None:
    """The reasoner reads the declarations of tables that it has never heard of."""
    direct = Table("app_job", "A job.", (text("role", "Role", "d."),), runs_as=RunsAs("role"))
    through = Table(
        "app_host",
        "A host.",
        (text("profile", "Profile", "d."),),
        runs_as=RunsAs("profile", through="app_profile", roles="roles"),
    )
    profile = Table("app_profile", "A profile.", (texts("roles", "Roles", "d."),))
    with EmbeddedEngine(threads=1) as engine:
        engine.create(
            direct, [{"arn": "j1", "role": ROLE}, {"arn": "j2", "role": ""}, {"arn": "j3"}]
        )
        engine.create(profile, [{"arn": "p", "roles": [ROLE]}, {"arn": "empty", "roles": []}])
        hosts = [{"arn": f"h{n}", "profile": p} for n, p in enumerate(("p", "empty", "gone", None))]
        engine.create(through, hosts)
        found = read_workloads(engine, (direct, through, profile))
    assert {table: [holder.arn for holder in holders] for table, holders in found.items()} == {
        "app_job": ["j1"],
        "app_host": ["h0"],
    }
    assert {holder.role_arn for holders in found.values() for holder in holders} == {ROLE}


DETAIL = (Call("eks.describe_nodegroup", "nodegroup", into="Nodegroup"),)


@pytest.mark.parametrize("arn", ["Nodegroup.nodegroupArn", "arn:aws:eks:::{Nodegroup.id}"])
def test_an_arn_that_a_detail_call_gives_is_refused(arn: str) -> None:
    """Where the call is denied, all rows would have one name: four findings would be one."""
    with pytest.raises(ValueError, match=r"s3_bucket: arn= takes Nodegroup, the answer of a call"):
        declare(arn=arn, calls=DETAIL)
    report = Shared("Nodegroup", lambda _: {}, "id")
    with pytest.raises(ValueError, match="make it of what is listed"):
        declare(arn=arn, shared=(report,))


@pytest.mark.parametrize("arn", ["nodegroupArn", "arn:aws:eks:::Nodegroup/{id}", ""])
def test_an_arn_of_what_is_listed_is_right(arn: str) -> None:
    assert declare(arn=arn, calls=DETAIL).arn == arn

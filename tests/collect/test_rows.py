"""Documents to rows: absent, unknown and unreadable are three things; nothing hostile crashes."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.collect.rows import (
    Captured,
    NamelessRow,
    RowMaker,
    compile_template,
    convert,
    fill_parameters,
    fold_tags,
    is_name,
)
from ringwall.collect.source import ResourceDocument
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.table import (
    Call,
    Column,
    Reader,
    Row,
    Shared,
    Table,
    Type,
    boolean,
    document,
    integer,
    moment,
    text,
    texts,
)

CAPTURED = Captured(
    "111111111111", "eu-west-1", "aws", datetime(2026, 1, 2, tzinfo=UTC), "s3.list_buckets"
)
BUCKET = Table(
    name="bucket",
    doc="A bucket.",
    arn="arn:{partition}:s3:::{Name}",
    region="BucketRegion",
    account="Owner.Id",
    tags="TagSet",
    calls=(
        Call("s3.get_policy", into="Policy"),
        Call("s3.get_logging", into="Logging"),
        Call("s3.get_tags", into="TagSet"),
    ),
    shared=(Shared("Report", lambda _: {}),),
    columns=(
        text("name", "Name", "Its name."),
        document("policy", "Policy", "Its policy."),
        text("log_bucket", "Logging.TargetBucket", "Where its logs go."),
        boolean("is_used", "Report.used", "Is used."),
        boolean("is_public", "Policy.Public || Logging.Public", "From two calls."),
        Column("note", "TEXT", "Set by code."),
        integer("size", "Size", "Bytes."),
        moment("made", "Made", "When it was made."),
        texts("readers", "Readers", "Who reads."),
    ),
)


def make(content: Row, *failed: str, table: Table = BUCKET) -> tuple[Row, dict[str, str]]:
    failures = {into: CallFailed("failed") for into in failed}
    return RowMaker(table).make(ResourceDocument(content, failures), CAPTURED)


def test_the_envelope_says_what_and_where() -> None:
    row, broken = make({"Name": "logs", "TagSet": [{"Key": "a", "Value": "b"}]})
    assert broken == {}
    assert {key: row[key] for key in ("arn", "resource_id", "partition", "source", "tags")} == {
        "arn": "arn:aws:s3:::logs",
        "resource_id": "logs",
        "partition": "aws",
        "source": "s3.list_buckets",
        "tags": {"a": "b"},
    }
    assert row["captured_at"] == CAPTURED.captured_at
    assert json.loads(row["raw"])["Name"] == "logs"


def test_a_row_may_have_an_account_and_a_region_of_its_own() -> None:
    own, _ = make({"Name": "x", "BucketRegion": "us-west-2", "Owner": {"Id": "222222222222"}})
    assert (own["account_id"], own["region"]) == ("222222222222", "us-west-2")
    plain, _ = make({"Name": "x"})
    assert (plain["account_id"], plain["region"]) == ("111111111111", None)


def test_absent_is_a_value_and_a_failed_call_is_unknown() -> None:
    row, _ = make({"Name": "x"}, "Policy")
    assert row["policy"] is None
    assert row["is_public"] is None
    assert row["log_bucket"] == ""
    assert (row["size"], row["readers"], row["made"]) == (0, [], "1970-01-01T00:00:00Z")


def test_a_failed_shared_read_or_tag_call_is_unknown() -> None:
    row, _ = make({"Name": "x"}, "Report", "TagSet")
    assert (row["is_used"], row["tags"]) == (None, None)
    row, _ = make({"Name": "x"})
    assert (row["is_used"], row["tags"]) == (False, {})


POLICIES = Table(
    name="holder",
    doc="Who holds policies.",
    arn="Arn",
    columns=(
        document("own", "Own", "Its policies.", [], items=("Name", "Text")),
        document("all", "All", "A list of anything.", []),
        document("trust", "Trust", "An object."),
    ),
)


@pytest.mark.parametrize(
    ("content", "broken"),
    [
        ({}, set()),
        ({"Own": [], "All": [], "Trust": {}}, set()),
        ({"Own": [{"Name": "n", "Text": {}, "More": 1}], "All": ["x", {}], "Trust": "{}"}, set()),
        ({"Own": {}, "All": {}, "Trust": []}, {"own", "all", "trust"}),
        ({"Own": [{"Name": "n"}], "All": {"a": 1}, "Trust": "[]"}, {"own", "all", "trust"}),
        ({"Own": [{"Name": "n", "Text": None}], "All": "x", "Trust": "7"}, {"own", "all", "trust"}),
        ({"Own": ["n"], "All": 7, "Trust": True}, {"own", "all", "trust"}),
    ],
)
def test_a_document_of_another_shape_is_unknown(content: Row, broken: set[str]) -> None:
    row, told = make({"Arn": "a", **content}, table=POLICIES)
    assert told.keys() == broken
    assert {name for name in ("own", "all", "trust") if row[name] is None} == broken


def test_a_column_without_a_path_is_left_to_code() -> None:
    assert "note" not in make({"Name": "x"})[0]


def test_tags_that_no_call_reads_are_unknown() -> None:
    table = Table(name="t", doc="", columns=(), arn="Arn")
    assert make({"Arn": "a"}, table=table)[0]["tags"] is None


@pytest.mark.parametrize(
    "tags",
    [
        {"team": "web", "tier": ""},
        [{"Key": "team", "Value": "web"}, {"Key": "tier", "Value": ""}],
        [{"TagKey": "team", "TagValue": "web"}, {"TagKey": "tier", "TagValue": ""}],
        [{"key": "team", "value": "web"}, {"key": "tier"}],
    ],
    ids=["map", "Key", "TagKey", "key"],
)
def test_tags_come_in_several_shapes(tags: Any) -> None:
    assert fold_tags(tags) == {"team": "web", "tier": ""}


def test_no_tags_are_no_tags() -> None:
    assert fold_tags(None) == fold_tags([]) == fold_tags({}) == {}


@pytest.mark.parametrize("tags", ["team=web", [{"Value": "x"}], ["team"], [None], 7])
def test_tags_of_no_known_shape_are_unknown_and_told(tags: Any) -> None:
    row, broken = make({"Name": "x", "TagSet": tags})
    assert row["tags"] is None
    assert broken.keys() == {"tags"}
    assert row["name"] == "x"


NESTED: Any = []
for _ in range(100_000):
    NESTED = [NESTED]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("BIGINT", 2**63),
        ("BIGINT", -(2**63) - 1),
        ("BIGINT", "twelve"),
        ("BIGINT", "9" * 10_000),
        ("BIGINT", [1]),
        ("BIGINT", float("inf")),
        ("DOUBLE", float("nan")),
        ("DOUBLE", "Infinity"),
        ("BOOLEAN", "N/A"),
        ("BOOLEAN", "yes"),
        ("BOOLEAN", {"a": 1}),
        ("BOOLEAN", []),
        ("BOOLEAN", 2),
        ("BIGINT", True),
        ("TIMESTAMP", "no_information"),
        ("TIMESTAMP", 1e20),
        ("TIMESTAMP", -1e20),
        ("TIMESTAMP", float("nan")),
        ("TIMESTAMP", "0001-01-01T00:00:00+14:00"),
        ("TIMESTAMP", {"year": 1}),
        ("TEXT", "\ud800"),
        ("TEXT", ["\ud800"]),
        ("TEXT", {"a": [1]}),
        ("TEXT[]", ["fine", "\udfff"]),
        ("TEXT[]", ["fine", None]),
        ("TEXT[]", ["fine", {}]),
        ("TEXT[]", {"a": 1}),
        ("JSON", "5"),
        ("JSON", True),
        ("JSON", "{not json"),
        ("JSON", {"x": float("nan")}),
        ("JSON", {"x": "\ud800"}),
        ("JSON", "[" * 100_000),
        ("JSON", NESTED),
    ],
    ids=lambda value: repr(value)[:20] if not isinstance(value, list) else "list",
)
def test_a_value_that_does_not_fit_is_unknown_and_told(kind: Type, value: Any) -> None:
    table = Table(
        name="t", doc="", arn="Arn", columns=(Column("x", kind, "", "X"), text("y", "Y", ""))
    )
    row, broken = make({"Arn": "a", "X": value, "Y": "y"}, table=table)
    assert row["x"] is None
    assert broken["x"].startswith("unreadable answer: ")
    assert broken["x"].isprintable() or "\n" in broken["x"]
    assert (row["arn"], row["y"]) == ("a", "y")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("BIGINT", -(2**63), -(2**63)),
        ("BIGINT", "12", 12),
        ("DOUBLE", "1.5", 1.5),
        ("BOOLEAN", " TRUE ", True),
        ("BOOLEAN", "false", False),
        ("BOOLEAN", 1, True),
        ("TEXT", 5, "5"),
        ("TEXT[]", "one", ["one"]),
        ("TEXT[]", ["a", 2], ["a", "2"]),
        ("JSON", '{"a": 1}', '{"a":1}'),
        ("JSON", {"k": "\U0001f512"}, '{"k":"\U0001f512"}'),
        ("TIMESTAMP", "2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("TIMESTAMP", "2026-01-02T03:04:05", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("TIMESTAMP", 0, datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_value_is_converted(kind: Type, value: Any, expected: Any) -> None:
    assert convert(Column("x", kind, "", "X"), value) == expected


KEY = Table(
    name="key",
    doc="A key.",
    arn="KeyArn",
    tags="Tags",
    tags_property="KeyTags",
    calls=(Call("kms.describe", into="Described"),),
    columns=(
        boolean("enabled", "Enabled", "Can be used.", default=True),
        integer("size", "size", "Bits.", property="Spec.Size", default=0, unless="Like || From.Id"),
        text("owner", "Owner", "Of whom.", absent="none"),
        text("vpc_id", "Vpc.Id", "Where.", default="", unless="Vpc.Subnets"),
        text("state", "Described.State", "How it is."),
        text("origin", "Described.Origin", "From where.", default="aws"),
        boolean("is_new", "!Used", "Was not used."),
        Column("note", "TEXT", "Set by code."),
    ),
)


def make_of_properties(properties: Row, table: Table = KEY) -> tuple[Row, dict[str, str]]:
    document = ResourceDocument(properties, known={"arn": "a"})
    row, broken = RowMaker(table, "properties").make(document, CAPTURED)
    return {column.name: row[column.name] for column in table.columns} | {
        "tags": row["tags"]
    }, broken


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({}, {"enabled": True, "size": 0, "owner": None, "vpc_id": "", "origin": "aws"}),
        ({"Enabled": False, "Owner": "ann"}, {"enabled": False, "owner": "ann"}),
        ({"Enabled": "false"}, {"enabled": False}),
        ({"Enabled": None, "Owner": None}, {"enabled": True, "owner": None}),
        ({"Spec": {"Size": 7}, "Like": "t"}, {"size": 7}),
        ({"Spec": {"Size": 0}, "Like": "t"}, {"size": 0}),
        ({"Spec": {}, "Like": "t", "size": 7}, {"size": None}),
        ({"From": {"Id": 9}}, {"size": None}),
        ({"From": {}, "Like": ""}, {"size": 0}),
        ({"Vpc": {"Subnets": ["s"]}}, {"vpc_id": None}),
        ({"Vpc": {"Subnets": []}}, {"vpc_id": ""}),
        ({"Vpc": "vpc-1"}, {"vpc_id": ""}),
        ({"Described": {"State": "on", "Origin": "x"}}, {"state": None, "origin": "aws"}),
        ({"Used": True, "Note": "n"}, {"is_new": None, "note": None}),
        ({"KeyTags": {"a": "b"}, "Tags": {"c": "d"}}, {"tags": {"a": "b"}}),
        ({"Tags": {"c": "d"}}, {"tags": None}),
    ],
)
def test_a_property_that_is_left_out_has_its_default_or_is_unknown(
    properties: Row, expected: Row
) -> None:
    row, broken = make_of_properties(properties)
    assert broken == {}
    assert {name: row[name] for name in expected} == expected


def test_a_property_that_does_not_fit_is_unknown_and_told() -> None:
    row, broken = make_of_properties({"Enabled": "perhaps", "Spec": {"Size": [1]}, "KeyTags": 7})
    assert (row["enabled"], row["size"], row["tags"]) == (None, None, None)
    assert broken.keys() == {"enabled", "size", "tags"}
    assert row["vpc_id"] == ""


def test_tags_of_properties_are_read_where_the_api_s_are_not() -> None:
    table = Table(name="t", doc="", columns=(), arn="Arn")
    assert make_of_properties({"Tags": {"a": "b"}}, table)[0] == {"tags": {"a": "b"}}


def test_what_stands_for_absence_can_be_chosen() -> None:
    assert convert(Column("x", "TEXT", "", "X", absent="none"), None) == "none"


def test_half_characters_never_reach_the_arn_the_tags_or_the_raw_answer() -> None:
    row, broken = make({"Name": "x\ud800", "TagSet": {"k": "v"}, "Odd": "\ud800"})
    assert broken.keys() == {"name"}
    assert (row["arn"], row["resource_id"]) == ("arn:aws:s3:::x\ufffd", "x\ufffd")
    row["raw"].encode()
    assert row["tags"] == {"k": "v"}


@pytest.mark.parametrize(
    "template", ["Arn", "arn:{partition}:x:{region}:{account_id}:thing/{Name}"]
)
@pytest.mark.parametrize(
    "content",
    [{}, {"Arn": "", "Name": ""}, {"Arn": None, "Name": None}, {"Arn": ["a"], "Name": {}}],
)
def test_a_resource_without_a_name_is_no_row(template: str, content: Row) -> None:
    """Two of them would be taken for one."""
    table = Table(name="t", doc="", arn=template, columns=())
    with pytest.raises(NamelessRow, match="AWS listed a resource without") as found:
        make(content, table=table)
    assert found.value.name == "t/?"


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("arn:aws:iam::111122223333:user/ann", True),
        ("arn:aws:s3:::bucket", True),
        ("arn:aws:iam::aws:policy/ReadOnlyAccess", True),
        ("arn:aws-cn:sns:cn-north-1:111122223333:a b", True),
        ("organization", True),
        ("", False),
        ("arn:aws:iam::aws:user/ann", False),
        ("arn:aws:iam::111122223333:role/", False),
        ("arn:aws:iam::111122223333:role", False),
        ("arn:aws:iam::*:role/*", False),
        ("arn:aws:iam:us-east-1:111122223333:role/app", False),
        ("arn:\u00f6:s3:::bucket", False),
        (":::::", False),
        ("arn:aws:iam::111122223333:user/an\nn", False),
        ("arn:aws:iam::111122223333:user/ann\n", False),
        ("arn:aws:iam::111122223333:user/\x1b[31m", False),
        ("arn:aws:iam::111122223333", False),
        ("arn:aws:iam::111122223333:", False),
        ("arn:aws:iam::111122223333:user/" + "x" * (2048 - 31), True),
        ("arn:aws:iam::111122223333:user/" + "x" * (2048 - 30), False),
        ("x" * 2049, False),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else None,
)
def test_a_name_is_an_arn_on_one_line_or_a_plain_one(name: str, *, is_one: bool) -> None:
    assert is_name(name) is is_one


def test_what_is_shown_of_a_name_that_is_none_is_short() -> None:
    for name in ("x" * 100_000, "\x1b" * 100_000):
        with pytest.raises(NamelessRow, match="is not the ARN of a resource") as found:
            make({"Arn": name}, table=replace(BUCKET, arn="Arn"))
        assert len(found.value.name) <= 200
        assert len(str(found.value)) < 500


ALWAYS = Table(
    name="t",
    doc="",
    arn="Arn",
    calls=(Call("x.describe", into="Told"),),
    columns=(
        text("state", "Told.State", "Its state.", required=True),
        text("note", "Told.Note", "A note."),
    ),
)


def test_a_member_that_aws_always_sends_is_not_known_without_it() -> None:
    row, broken = make({"Arn": "a", "Told": {}}, table=ALWAYS)
    assert (row["state"], row["note"]) == (None, "")
    assert broken["state"].endswith("AWS always sends Told.State, and did not")
    row, broken = make({"Arn": "a", "Told": {"State": None}}, table=ALWAYS)
    assert row["state"] is None
    assert "state" in broken


def test_an_empty_text_is_not_what_aws_always_sends() -> None:
    row, broken = make({"Arn": "a", "Told": {"State": "", "Note": ""}}, table=ALWAYS)
    assert (row["state"], row["note"]) == (None, "")
    assert broken["state"].endswith("AWS never sends an empty Told.State, and did")


def test_an_empty_text_in_a_list_is_not_what_aws_always_sends() -> None:
    column = texts("arns", "Roles[].Arn", "Its roles.", required=True)
    table = Table(name="t", doc="", arn="Arn", columns=(column,))
    row, broken = make({"Arn": "a", "Roles": [{"Arn": "r"}, {"Arn": ""}]}, table=table)
    assert (row["arns"], "arns" in broken) == (None, True)
    assert make({"Arn": "a", "Roles": []}, table=table)[0]["arns"] == []


@pytest.mark.parametrize(
    ("document", "arn", "is_garbled"),
    [
        ({"Profile": {"Arn": "p"}}, "p", False),
        ({}, "", False),
        ({"Profile": None}, "", False),
        ({"Profile": {}}, None, True),
        ({"Profile": []}, None, True),
        ({"Profile": "?"}, None, True),
        ({"Profile": {"Arn": ""}}, None, True),
    ],
    ids=str,
)
def test_a_member_is_there_where_the_one_is_that_it_is_within(
    document: Row, arn: str | None, *, is_garbled: bool
) -> None:
    column = text("profile", "Profile.Arn", "Its profile.", within=True)
    table = Table(name="t", doc="", arn="Arn", columns=(column,))
    row, broken = make({"Arn": "a", **document}, table=table)
    assert (row["profile"], "profile" in broken) == (arn, is_garbled)


@pytest.mark.parametrize("owner", [[], {}, {"?": []}, {"Id": []}, {"Id": {"?": []}}])
def test_a_row_whose_account_cannot_be_told_is_left_out(owner: Any) -> None:
    with pytest.raises(NamelessRow):
        make({"Name": "x", "Owner": owner}, table=replace(BUCKET, scope="organization"))


def test_a_row_of_the_organization_does_not_take_the_account_of_who_asks() -> None:
    for owner in ({}, {"Id": None}, {"Id": ""}):
        with pytest.raises(NamelessRow):
            make({"Name": "x", "Owner": owner}, table=replace(BUCKET, scope="organization"))
    assert make({"Name": "x"})[0]["account_id"] == CAPTURED.account_id


def test_a_member_that_aws_always_sends_is_absent_where_there_is_no_answer() -> None:
    told = frozenset({"Told"})
    captured = Captured("1", "r", "aws", datetime(2026, 1, 1, tzinfo=UTC), "x")
    row, broken = RowMaker(ALWAYS).make(ResourceDocument({"Arn": "a"}, none=told), captured)
    assert (row["state"], broken) == ("", {})
    failed = {"Told": AccessDenied("no", "AccessDenied")}
    row, broken = RowMaker(ALWAYS).make(ResourceDocument({"Arn": "a"}, failed), captured)
    assert (row["state"], broken) == (None, {})


def test_an_answer_too_deep_to_write_leaves_the_rest() -> None:
    row, broken = make({"Name": "x", "Deep": NESTED})
    assert row["raw"] is None
    assert "raw" in broken
    assert row["name"] == "x"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("Name", "n"),
        ("a:{Name}:{Owner.Id}/", "a:n:7/"),
        ("a:{Missing}:b", "a::b"),
        ("Missing", ""),
        ("{Items[0].Id}", "first"),
        ("plain{Name}", "plainn"),
    ],
)
def test_templates_are_filled(template: str, expected: str) -> None:
    document = {"Name": "n", "Owner": {"Id": 7}, "Items": [{"Id": "first"}]}
    assert compile_template(template)(document) == expected


class Here:
    account_id = "111111111111"
    region = "eu-west-1"
    partition = "aws"

    def call(self, operation: str, **_: Any) -> Row:
        raise AssertionError(operation)

    def items(self, operation: str, path: str, **_: Any) -> Iterable[Row]:
        raise AssertionError(operation, path)

    def at(self, region: str) -> Reader:
        raise AssertionError(region)


def test_parameters_are_filled_deeply() -> None:
    filled = fill_parameters(
        {
            "Bucket": "{Name}",
            "Limit": 100,
            "Ids": ["{Name}", "x-{region}"],
            "Filter": {"Owner": "{account_id}", "Number": "{Count}"},
        },
        {"Name": "logs", "Count": 3},
        Here(),
    )
    assert filled == {
        "Bucket": "logs",
        "Limit": 100,
        "Ids": ["logs", "x-eu-west-1"],
        "Filter": {"Owner": "111111111111", "Number": 3},
    }


def test_a_call_that_cannot_name_its_resource_fails_by_itself() -> None:
    with pytest.raises(CallFailed, match="without Name"):
        fill_parameters({"Bucket": "{Name}"}, {"Id": "x"}, Here())


@pytest.mark.parametrize("policy", [{}, "", None, "["])
def test_a_policy_that_aws_always_sends_is_not_known_where_it_is_empty(policy: Any) -> None:
    column = document("policy", "Policy", "Its policy.", required=True)
    table = Table(name="t", doc="", arn="Arn", columns=(column,))
    row, broken = make({"Arn": "a", "Policy": policy}, table=table)
    assert row["policy"] is None
    assert "policy" in broken

"""A check makes one call of each kind, and foretells what a collection would find."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from ringwall.collect.api import ApiSource
from ringwall.collect.probe import probe_unit
from ringwall.collect.unit import Unit, collect_unit
from ringwall.model.errors import AccessDenied, CallFailed, NoCredentials, RegionDisabled
from ringwall.model.table import Call, Derived, Reader, Row, Shared, Table, text

ACCOUNT = "111111111111"
USER = Table(
    name="user",
    doc="A user.",
    scope="account",
    list=Call("iam.list_users", "Users"),
    absent=("NoUsers",),
    arn="Arn",
    calls=(
        Call("iam.get_login", parameters={"Name": "{Arn}"}, into="Login", absent=("NoLogin",)),
        Call("iam.get_key", into="Key", when="HasKey"),
    ),
    shared=(Shared("Report", lambda reader: reader.call("iam.get_report"), "Arn"),),
    columns=(text("login", "Login.Name", "Its login."),),
    derived=(
        Derived("grant", lambda *_: ()),
        Derived("login", lambda *_: (), "Login"),
        Derived("line", lambda *_: (), "Report"),
    ),
)
GROUP = Table(name="group", doc="A group.", list=Call("iam.list_groups", "Groups"), columns=())
ANSWERS: Mapping[str, Any] = {
    "iam.list_users": [{"Arn": "ann"}, {"Arn": "bob"}, {"Arn": "eve"}],
    "iam.list_groups": [],
    "iam.get_login": {"Name": "x"},
    "iam.get_report": {"ann": {}, "bob": {}, "eve": {}},
}
DENIED = AccessDenied("no", "AccessDenied")


class Desk:
    """A reader with canned answers that notes its calls, page by page."""

    account_id = ACCOUNT
    region = "us-east-1"
    partition = "aws"

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = {**ANSWERS, **answers}
        self.asked: list[str] = []

    def call(self, operation: str, **_: Any) -> Row:
        self.asked.append(operation)
        answer = self.answers[operation]
        if isinstance(answer, BaseException):
            raise answer
        return dict(answer)

    def items(self, operation: str, path: str, **_: Any) -> Iterator[Row]:
        assert path in {"Users", "Groups"}
        self.asked.append(operation)
        answer = self.answers[operation]
        if isinstance(answer, BaseException):
            raise answer
        for item in answer:
            self.asked.append(str(item["Arn"]))
            yield item

    def at(self, region: str) -> Reader:
        raise AssertionError(region)


def probe(desk: Desk) -> set[tuple[str, str, str]]:
    unit = Unit(ACCOUNT, "global", "iam", (USER, GROUP))
    found = probe_unit(unit, ApiSource(lambda *_: desk))
    assert {(row.account_id, row.region, row.resource) for row in found} == {
        (ACCOUNT, "global", "")
    }
    return {(row.table_name, row.aspect, row.status) for row in found}


def gaps(answers: Mapping[str, Any]) -> set[tuple[str, str, str]]:
    return {row for row in probe(Desk(answers)) if row[2] != "ok"}


def test_one_resource_is_asked_about_and_no_more() -> None:
    desk = Desk({})
    found = probe(desk)
    assert desk.asked == [
        "iam.list_users",
        "ann",
        "iam.get_report",
        "iam.get_login",
        "iam.list_groups",
    ]
    assert {(table, aspect) for table, aspect, _ in found} == {
        ("user", "list"),
        ("user", "Report"),
        ("user", "Login"),
        ("grant", "user"),
        ("login", "user"),
        ("line", "user"),
        ("group", "list"),
    }


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, set()),
        (
            {"iam.list_users": DENIED},
            {("user", "list"), ("grant", "user"), ("login", "user"), ("line", "user")},
        ),
        ({"iam.list_users": CallFailed("none", "NoUsers")}, set()),
        (
            {"iam.list_users": [{"Arn": "ann", "HasKey": True}], "iam.get_key": DENIED},
            {("user", "Key")},
        ),
        ({"iam.get_login": DENIED}, {("user", "Login"), ("login", "user")}),
        ({"iam.get_login": CallFailed("none", "NoLogin")}, set()),
        ({"iam.get_report": DENIED}, {("user", "Report"), ("line", "user")}),
        ({"iam.get_report": {"bob": {}}}, set()),
    ],
    ids=[
        "all is well",
        "a list is denied",
        "an error that means none",
        "a detail of some is denied",
        "a detail is denied",
        "a detail that there is not",
        "a shared read is denied",
        "a report older than the user",
    ],
)
def test_what_would_fail_is_foretold(
    answers: Mapping[str, Any], expected: set[tuple[str, str]]
) -> None:
    assert {gap[:2] for gap in gaps(answers)} == expected


def test_a_check_foretells_the_gaps_of_a_collection() -> None:
    desk = Desk({"iam.get_login": DENIED, "iam.list_groups": RegionDisabled("closed")})
    unit = Unit(ACCOUNT, "global", "iam", (USER, GROUP))
    collected = collect_unit(unit, ApiSource(lambda *_: desk), lambda *_: None)
    assert {(c.table_name, c.aspect, c.status) for c in collected if c.status != "ok"} == gaps(
        desk.answers
    )


def test_an_account_that_cannot_be_entered_is_foretold_for_every_table() -> None:
    def refuse(*_: str) -> Reader:
        raise DENIED

    unit = Unit(ACCOUNT, "global", "iam", (USER, GROUP))
    found = probe_unit(unit, ApiSource(refuse))
    assert {(row.table_name, row.status, row.calls) for row in found} == {
        ("user", "denied", 0),
        ("grant", "denied", 0),
        ("login", "denied", 0),
        ("line", "denied", 0),
        ("group", "denied", 0),
    }


def test_expired_credentials_end_the_check() -> None:
    with pytest.raises(NoCredentials):
        probe(Desk({"iam.get_login": NoCredentials("expired")}))


def test_documents_that_cannot_be_read_are_told() -> None:
    alias = Table(name="alias", doc="An alias.", fetch=lambda _: [DENIED], arn="Arn", columns=())
    unit = Unit(ACCOUNT, "us-east-1", "lambda", (alias,))
    rows = probe_unit(unit, ApiSource(lambda *_: Desk({})))
    assert {(row.aspect, row.status, row.resource) for row in rows} == {
        ("list", "ok", ""),
        ("row", "denied", ""),
    }


class Pages(Desk):
    """The same, for an operation that several tables ask for: its pages are kept whole."""

    def items(self, operation: str, path: str, **_: Any) -> Iterator[Row]:
        assert path == "@"
        self.asked.append(operation)
        yield {"Groups": []}


def test_each_unit_asks_anew() -> None:
    """What one account or Region answered says nothing of the next."""
    group = replace(GROUP, repeated=frozenset({"iam.list_groups"}))
    desk = Pages({})
    for _ in range(2):
        probe_unit(Unit(ACCOUNT, "global", "iam", (group,)), ApiSource(lambda *_: desk))
    assert desk.asked == ["iam.list_groups"] * 2

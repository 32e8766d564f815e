"""A state is read from all pages, as plain JSON; "there is none" is a state, an error is not."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.model.change import Probe, ProbeLookup
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.state import Sight, is_same, look, read_state
from ringwall.model.table import Row


@dataclass(frozen=True)
class Pages:
    """A reader that has these pages and then, perhaps, a problem."""

    pages: tuple[Row, ...]
    problem: CallFailed | None = None
    account_id: str = "111122223333"
    region: str = "eu-west-1"
    partition: str = "aws"

    def call(self, operation: str, **_: Any) -> Row:
        raise AssertionError(f"{operation}: one page is not enough")

    def items(self, operation: str, path: str, **parameters: Any) -> Iterator[Row]:
        assert (operation, path, parameters) == ("iam.list_access_keys", "@", {"UserName": "ann"})
        yield from self.pages
        if self.problem:
            raise self.problem

    def at(self, region: str) -> "Pages":
        raise AssertionError(region)


def read(take: str, *pages: Row, problem: CallFailed | None = None, **other: Any) -> Any:
    probe = Probe("iam.list_access_keys", {"UserName": "ann"}, take, **other)
    return read_state(probe, Pages(pages, problem))


def test_what_stands_on_a_later_page_is_found() -> None:
    keys = [{"Id": number, "Status": "Active"} for number in range(5)]
    pages: list[Row] = [{"Keys": keys[:2], "More": True}, {"Keys": keys[2:4]}, {"Keys": keys[4:]}]
    assert read("Keys[?Id==`4`] | [0].Status", *pages) == "Active"
    assert read("length(Keys)", *pages) == 5


def test_lists_inside_of_the_answer_are_joined_too() -> None:
    pages = [{"List": {"Items": [1], "Quantity": 2}}, {"List": {"Items": [2], "Quantity": 2}}]
    assert read("List", *pages) == {"Items": [1, 2], "Quantity": 2}


def test_what_is_no_list_is_the_first_page_s() -> None:
    assert read("[Name, Token, Late]", {"Name": "a", "Token": "t"}, {"Name": "b", "Late": 1}) == [
        "a",
        "t",
        1,
    ]


@given(st.lists(st.lists(st.integers()), min_size=1))
def test_no_item_is_lost_and_none_is_read_twice(parts: list[list[int]]) -> None:
    found = read("Items", *({"Items": part} for part in parts))
    assert found == [item for part in parts for item in part]


def test_a_page_is_not_changed_by_reading() -> None:
    first: Row = {"Keys": [1]}
    read("Keys", first, {"Keys": [2]})
    assert first == {"Keys": [1]}


def test_a_state_is_plain_json() -> None:
    moment = datetime(2026, 1, 2, 3, tzinfo=UTC)
    state = read("@", {"At": moment, "Data": b"x", "Nested": [{"At": moment}]})
    assert state["At"] == "2026-01-02T03:00:00+00:00"
    assert json.loads(json.dumps(state)) == state


def test_an_answer_without_the_state_is_none() -> None:
    assert read("Missing.Member", {"Keys": []}) is None
    assert read("Keys") is None


def test_an_error_that_means_none_is_none() -> None:
    gone = CallFailed("there is none", "NoSuchEntity")
    assert read("Keys", problem=gone, absent=("NoSuchEntity",)) is None


@pytest.mark.parametrize(
    "problem", [CallFailed("other", "Other"), AccessDenied("no", "AccessDenied")]
)
def test_any_other_error_is_raised(problem: CallFailed) -> None:
    with pytest.raises(type(problem)) as raised:
        read("Keys", {"Keys": [1]}, problem=problem, absent=("NoSuchEntity",))
    assert raised.value is problem


@dataclass(frozen=True)
class Answers:
    """A reader with one answer, or a problem, for each operation."""

    answers: Row
    account_id: str = "111122223333"
    region: str = "eu-west-1"
    partition: str = "aws-cn"
    asked: list[tuple[str, Row]] = field(default_factory=list)

    def call(self, operation: str, **_: Any) -> Row:
        raise AssertionError(operation)

    def items(self, operation: str, path: str, **parameters: Any) -> Iterator[Row]:
        assert path == "@"
        self.asked.append((operation, parameters))
        answer = self.answers[operation]
        if isinstance(answer, CallFailed):
            raise answer
        yield from answer

    def at(self, region: str) -> "Answers":
        raise AssertionError(region)


TRAILS: Row = {
    "trail.list": [
        {"Trails": [{"Name": "a", "On": False, "Tags": {"owner": "x"}}]},
        {"Trails": [{"Name": "b", "On": True, "Tags": {"owner": "me"}}]},
    ],
    "trail.status": [{"Status": {"Logging": True}}],
}
STATUS = ProbeLookup(
    "trail.status",
    {"Name": "{Name}", "In": ["{account_id}/{region}"], "Deep": {"On": "{On}"}, "Plain": "x"},
    "Status.Logging",
    "Logging",
    ("NoStatus",),
)
TRAIL = Probe(
    "trail.list",
    {},
    "{On: On, Logging: Logging}",
    items="Trails",
    match={"Tags.owner": "me"},
    lookups=(STATUS,),
    ids={"name": "Name", "arn": "arn:{partition}:trail:{region}:{account_id}:{Name}", "no": "Nope"},
)


def test_the_item_that_matches_is_found_on_any_page_with_its_ids() -> None:
    reader = Answers(TRAILS)
    seen = look(TRAIL, reader)
    assert seen.state == {"On": True, "Logging": True}
    assert seen.ids == {"name": "b", "arn": "arn:aws-cn:trail:eu-west-1:111122223333:b"}
    assert reader.asked[1] == (
        "trail.status",
        {"Name": "b", "In": ["111122223333/eu-west-1"], "Deep": {"On": True}, "Plain": "x"},
    )


@pytest.mark.parametrize("match", [{"Name": "c"}, {"On": "true"}, {"Tags.nope": "me"}], ids=str)
def test_where_no_item_matches_there_is_none(match: Row) -> None:
    assert look(replace(TRAIL, match=match), Answers(TRAILS)) == Sight(None)


@pytest.mark.parametrize("items", ["Nope", "[Nope]"])
def test_a_list_that_is_not_there_has_no_item(items: str) -> None:
    assert look(replace(TRAIL, items=items, match={}), Answers(TRAILS)) == Sight(None)


def test_a_match_that_several_have_is_none_of_them() -> None:
    with pytest.raises(CallFailed, match="2 resources match") as raised:
        look(replace(TRAIL, match={}), Answers(TRAILS))
    assert raised.value.code == "Ambiguous"


def test_what_a_lookup_does_not_find_is_none() -> None:
    answers = {**TRAILS, "trail.status": CallFailed("none", "NoStatus")}
    assert look(TRAIL, Answers(answers)).state == {"On": True, "Logging": None}
    answers["trail.status"] = AccessDenied("no", "AccessDenied")
    with pytest.raises(AccessDenied):
        look(TRAIL, Answers(answers))


def test_a_lookup_of_what_the_document_lacks_is_not_made() -> None:
    lost = replace(STATUS, parameters={"Name": "{Arn}/{Name}"})
    with pytest.raises(CallFailed, match=r"trail\.status: AWS's answer has no {Arn}/{Name}"):
        look(replace(TRAIL, lookups=(lost,)), Answers(TRAILS))


def test_a_garbled_answer_is_no_state() -> None:
    garbled = {**TRAILS, "trail.list": [{"Trails": "b"}]}
    with pytest.raises(CallFailed, match="cannot be read"):
        look(replace(TRAIL, match={}), Answers(garbled))
    with pytest.raises(CallFailed, match="cannot be read"):
        read("length(Keys)", {"Keys": 3})


def test_a_policy_is_read_as_a_document_and_compared_by_meaning() -> None:
    probe = Probe("a.get", {}, "@", normal={"Policy": "policy", "List": "set"})
    state = read_state(probe, Answers({"a.get": [{"Policy": '{"Id": "x"}', "List": [2, 1]}]}))
    assert state == {"Policy": {"Id": "x"}, "List": [2, 1]}
    assert is_same(probe, state, {"Policy": {"Version": "2008-10-17"}, "List": [1, 2]})
    assert not is_same(probe, state, {"Policy": {"Version": "2008-10-17"}, "List": [1, 3]})
    assert not is_same(probe, state, None)
    assert is_same(probe, [1], [1])
    assert not is_same(probe, [2, 1], [1, 2])

"""AWS's API as a source: which calls are made, where, and what a document is made of."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from ringwall.collect.api import ApiSource, list_items, read_details
from ringwall.collect.shape import UnreadableAnswer
from ringwall.collect.source import Location, ReadOptions, ResourceDocument
from ringwall.model.errors import AccessDenied, CallFailed, Throttled
from ringwall.model.table import Call, Reader, Row, Shared, Table, text

ACCOUNT = "111111111111"
BUCKET = Table(
    name="bucket",
    doc="A bucket.",
    service="s3",
    scope="account",
    list=Call("s3.list_buckets", "Buckets", {"Owner": "{account_id}"}),
    arn="arn:{partition}:s3:::{Name}",
    region="Region",
    calls=(
        Call("s3.get_policy", "Policy", {"Bucket": "{Name}"}, into="Policy", absent=("NoPolicy",)),
        Call("s3.get_status", into="Status", when="Policy"),
    ),
    shared=(Shared("Owners", lambda reader: reader.call("s3.get_owners"), "Name", sparse=True),),
    columns=(text("policy", "Policy", "Its policy."),),
)
ANSWERS: Mapping[str, Any] = {
    "s3.list_buckets": {"Buckets": [{"Name": "a", "Region": "eu-north-1"}, {"Name": "b"}]},
    "s3.get_policy": {"Policy": "{}", "ResponseMetadata": {}},
    "s3.get_status": {"IsPublic": False, "ResponseMetadata": {}},
    "s3.get_owners": {"a": "ann"},
}
DENIED = AccessDenied("no", "AccessDenied")


class Desk:
    """A reader with canned answers; it notes operation, region and parameters of each call."""

    partition = "aws"

    def __init__(self, answers: Mapping[str, Any], account_id: str, region: str) -> None:
        self.answers = {**ANSWERS, **answers}
        self.account_id = account_id
        self.region = region
        self.asked: list[tuple[str, str, Row]] = []

    def call(self, operation: str, **parameters: Any) -> Row:
        self.asked.append((operation, self.region, parameters))
        answer = self.answers[operation]
        if isinstance(answer, BaseException):
            raise answer
        return dict(answer)

    def items(self, operation: str, path: str, **parameters: Any) -> Iterator[Row]:
        yield from self.call(operation, **parameters)[path]

    def at(self, region: str) -> Reader:
        other = Desk(self.answers, self.account_id, region)
        other.asked = self.asked
        return other


def desk(answers: Mapping[str, Any] | None = None) -> Desk:
    return Desk(answers or {}, ACCOUNT, "us-east-1")


def read(
    answers: Mapping[str, Any] | None = None, **options: Any
) -> tuple[list[ResourceDocument], Desk]:
    reader = desk(answers)
    source = ApiSource(lambda *_: reader)
    listing = source.documents(BUCKET, Location(ACCOUNT, "global"), ReadOptions(**options))
    return list(listing.documents), reader


def test_each_call_goes_to_the_region_of_the_resource() -> None:
    _, reader = read()
    assert [(operation, region) for operation, region, _ in reader.asked] == [
        ("s3.list_buckets", "us-east-1"),
        ("s3.get_owners", "us-east-1"),
        ("s3.get_policy", "eu-north-1"),
        ("s3.get_status", "eu-north-1"),
        ("s3.get_policy", "us-east-1"),
        ("s3.get_status", "us-east-1"),
    ]
    assert reader.asked[0][2] == {"Owner": ACCOUNT}
    assert reader.asked[2][2] == {"Bucket": "a"}


def test_what_lies_in_no_region_is_asked_where_its_list_was() -> None:
    """No endpoint is called global: protections of Shield and distributions were not read whole."""
    reader = desk()
    table = replace(BUCKET, region="'global'")
    listing = ApiSource(lambda *_: reader).documents(
        table, Location(ACCOUNT, "global"), ReadOptions()
    )
    assert len(list(listing.documents)) == 2
    assert {region for _, region, _ in reader.asked} == {"us-east-1"}


def test_a_document_has_the_item_and_all_answers() -> None:
    (first, second), _ = read()
    assert first.content == {
        "Name": "a",
        "Region": "eu-north-1",
        "Owners": "ann",
        "Policy": "{}",
        "Status": {"IsPublic": False},
    }
    assert "Owners" not in second.content
    assert first.failures == second.failures == {}


def test_a_call_that_has_no_answer_for_certain_is_skipped() -> None:
    (first, _), reader = read({"s3.get_policy": CallFailed("none", "NoPolicy")})
    assert first.skipped == {"Status"}
    assert first.failures == {}
    assert "s3.get_status" not in {operation for operation, *_ in reader.asked}


def test_a_call_that_depends_on_a_failed_one_failed_too() -> None:
    (first, _), reader = read({"s3.get_policy": DENIED})
    assert first.failures == {"Policy": DENIED, "Status": DENIED}
    assert first.skipped == frozenset()
    assert "s3.get_status" not in {operation for operation, *_ in reader.asked}


def test_a_listing_says_where_its_rows_come_from() -> None:
    source = ApiSource(lambda *_: desk())
    options = ReadOptions()
    listing = source.documents(BUCKET, Location(ACCOUNT, "global"), options)
    assert (listing.partition, listing.origin) == ("aws", "s3.list_buckets")
    assert (listing.problem, listing.shared) == (None, {"Owners": None})
    fetched = Table(name="odd", doc="", service="s3", columns=(), fetch=lambda _: [{"a": 1}])
    assert source.documents(fetched, Location(ACCOUNT, "r"), options).origin == "s3.odd"
    assert (source.name, source.dialect) == ("live", "api")


def test_what_belongs_to_no_region_is_asked_at_home() -> None:
    asked: list[tuple[str, str]] = []

    def readers(account_id: str, region: str) -> Reader:
        asked.append((account_id, region))
        return desk()

    source = ApiSource(readers, home_region="eu-central-1")
    for region in ("global", "us-west-2"):
        source.documents(BUCKET, Location(ACCOUNT, region), ReadOptions())
    assert asked == [(ACCOUNT, "eu-central-1"), (ACCOUNT, "us-west-2")]


def test_what_could_be_listed_comes_with_the_problem() -> None:
    def fetch(_: Reader) -> Iterator[Row]:
        yield {"Name": "a"}
        raise Throttled("slow down", "Throttling")

    table = Table(name="odd", doc="", columns=(), fetch=fetch)
    items, problem = list_items(table, desk())
    assert items == [{"Name": "a"}]
    assert isinstance(problem, Throttled)


def test_a_table_that_is_made_of_others_lists_nothing() -> None:
    assert list_items(Table(name="part", doc="", columns=()), desk()) == ([], None)


def test_without_documents_nothing_shared_is_read() -> None:
    documents, reader = read({"s3.list_buckets": {"Buckets": []}})
    assert documents == []
    assert [operation for operation, *_ in reader.asked] == ["s3.list_buckets"]


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (0, 0), (9, 2), (None, 2)])
def test_no_more_is_read_than_is_wanted(limit: int | None, count: int) -> None:
    documents, reader = read(limit=limit)
    assert len(documents) == count
    assert [o for o, *_ in reader.asked].count("s3.get_policy") == count


def test_resources_of_other_accounts_do_not_count_towards_the_limit() -> None:
    table = Table(
        name="subnet",
        doc="",
        columns=(),
        list=Call("ec2.list", "Subnets"),
        account="OwnerId",
    )
    shared = {"ec2.list": {"Subnets": [{"OwnerId": "222222222222"}, {"OwnerId": ACCOUNT}]}}
    assert list_items(table, desk(shared), 1) == ([{"OwnerId": ACCOUNT}], None)


def test_details_are_read_in_parallel_and_in_order() -> None:
    many = {"s3.list_buckets": {"Buckets": [{"Name": str(n)} for n in range(200)]}}
    with ThreadPoolExecutor(4) as pool:
        documents, _ = read(many, spread=pool.map)
    assert [d.content["Name"] for d in documents] == [str(n) for n in range(200)]


def test_a_reading_that_is_stopped_makes_no_call() -> None:
    stop = Event()
    stop.set()
    with pytest.raises(CancelledError):
        read(stop=stop)


def test_an_account_that_cannot_be_entered_has_no_listing() -> None:
    def refuse(*_: str) -> Reader:
        raise DENIED

    with pytest.raises(AccessDenied):
        ApiSource(refuse).documents(BUCKET, Location(ACCOUNT, "global"), ReadOptions())


STRANGE: dict[str, Callable[[], tuple[Any, str]]] = {
    "a name in place of an object": lambda: ("q-1", "id"),
    "a number": lambda: (7, "id"),
    "nothing": lambda: (None, "id"),
}


@pytest.mark.parametrize("make", STRANGE.values(), ids=STRANGE.keys())
def test_an_item_that_is_no_object_becomes_one(make: Callable[[], tuple[Any, str]]) -> None:
    item, member = make()
    table = Table(name="queue", doc="", columns=())
    assert read_details(table, item, desk()).content == {member: item}


def test_an_answer_of_another_shape_is_a_failure_of_its_call() -> None:
    document = read_details(BUCKET, {"Name": "a"}, desk({"s3.get_policy": [1, 2]}))
    assert isinstance(document.failures["Policy"], UnreadableAnswer)


def test_the_listed_item_stays_as_it_was() -> None:
    item = {"Name": "a"}
    read_details(BUCKET, item, desk())
    assert item == {"Name": "a"}


@pytest.mark.parametrize("answer", [{}, {"Policy": None}, {"policy": "{}"}])
def test_an_answer_without_what_was_asked_for_is_a_failure_of_its_call(answer: Row) -> None:
    found = read_details(BUCKET, {"Name": "a"}, Desk({"s3.get_policy": answer}, ACCOUNT, "r"))
    assert str(found.failures["Policy"]) == "s3.get_policy: AWS answered without Policy"


def test_what_aws_leaves_out_where_there_is_none_is_declared() -> None:
    calls = (Call("s3.get_policy", "Policy || `{}`", {"Bucket": "{Name}"}, into="Policy"),)
    desk = Desk({"s3.get_policy": {}}, ACCOUNT, "r")
    found = read_details(replace(BUCKET, calls=calls), {"Name": "a"}, desk)
    assert (found.content["Policy"], found.failures) == ({}, {})

"""Units of collection: whose rows they keep, and what a failed call leaves behind."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from ringwall.collect.api import ApiSource
from ringwall.collect.source import ReadOptions
from ringwall.collect.unit import Unit, collect_unit, mark_skipped
from ringwall.model.coverage import Coverage
from ringwall.model.errors import AccessDenied, CallFailed, NoCredentials, Throttled
from ringwall.model.table import (
    Call,
    Derived,
    Reader,
    Row,
    Table,
    boolean,
    document,
    integer,
    text,
)

ACCOUNT, REGION = "111111111111", "eu-west-1"
SUBNET = Table(
    name="subnet",
    doc="A subnet.",
    list=Call("ec2.describe_subnets", "Subnets"),
    arn="arn:{partition}:ec2:{region}:{account_id}:subnet/{SubnetId}",
    account="OwnerId",
    columns=(text("vpc_id", "VpcId", "Its VPC."),),
)


@dataclass
class Desk:
    """A reader that answers from a dict: an answer, an error, or a function of the parameters."""

    answers: Mapping[str, Any]
    region: str = REGION
    account_id: str = ACCOUNT
    partition: str = "aws"
    asked: list[tuple[str, str]] = field(default_factory=list)

    def call(self, operation: str, **parameters: Any) -> Row:
        self.asked.append((operation, self.region))
        answer = self.answers[operation]
        if callable(answer):
            answer = answer(parameters)
        if isinstance(answer, BaseException):
            raise answer
        return dict(answer)

    def items(self, operation: str, path: str, **parameters: Any) -> Iterator[Row]:
        for item in self.call(operation, **parameters)[path]:
            if isinstance(item, BaseException):
                raise item
            yield item

    def at(self, region: str) -> Reader:
        if region == "EU":
            raise CallFailed("EU is no region", "BadRegion")
        return Desk(self.answers, region, asked=self.asked)


@dataclass(frozen=True)
class Collected:
    rows: Mapping[str, list[Row]]
    coverage: tuple[Coverage, ...]

    @property
    def gaps(self) -> list[tuple[str, str, str, str]]:
        return [
            (c.table_name, c.aspect, c.status, c.resource)
            for c in self.coverage
            if c.status != "ok"
        ]


def collect(answers: Mapping[str, Any], *tables: Table, **place: Any) -> Collected:
    rows: dict[str, list[Row]] = defaultdict(list)
    unit = Unit(ACCOUNT, REGION, "service", tables)
    source = ApiSource(lambda *_: Desk(answers, **place))
    coverage = collect_unit(unit, source, lambda n, more: rows[n].extend(more))
    return Collected(rows, coverage)


def test_a_shared_resource_is_left_to_its_owner() -> None:
    found = collect(
        {
            "ec2.describe_subnets": {
                "Subnets": [
                    {"SubnetId": "subnet-1", "OwnerId": ACCOUNT},
                    {"SubnetId": "subnet-2", "OwnerId": "222222222222"},
                    {"SubnetId": "subnet-3"},
                    {"SubnetId": "subnet-4", "OwnerId": ["garbled"]},
                ]
            }
        },
        SUBNET,
    )
    assert [row["arn"] for row in found.rows["subnet"]] == [
        "arn:aws:ec2:eu-west-1:111111111111:subnet/subnet-1",
        "arn:aws:ec2:eu-west-1:111111111111:subnet/subnet-3",
    ]
    assert {row["account_id"] for row in found.rows["subnet"]} == {ACCOUNT}
    # It is not left to nobody where AWS does not say whose it is.
    assert found.gaps == [("subnet", "row", "failed", "subnet/?")]


QUEUE = Table(
    name="queue",
    doc="A queue.",
    list=Call("sqs.list_queues", "Queues"),
    absent=("NoQueues",),
    arn="Arn",
    calls=(
        Call("sqs.get_policy", "Policy", {"Arn": "{Arn}"}, into="Policy", absent=("NoPolicy",)),
        Call("sqs.get_key", parameters={"Arn": "{Arn}"}, into="Key", when="Encrypted"),
    ),
    columns=(
        document("policy", "Policy", "Its policy.", absent=[]),
        boolean("has_own_key", "Key.Own", "Has a key of its own."),
        integer("size", "Size", "How long it is."),
    ),
    derived=(
        Derived("statement", lambda doc, _: [{"sid": s["Sid"]} for s in doc["Policy"]], "Policy"),
    ),
)
TWO = {"Queues": [{"Arn": "a", "Encrypted": True}, {"Arn": "b"}]}
ANSWERS = {
    "sqs.list_queues": TWO,
    "sqs.get_policy": {"Policy": [{"Sid": "x"}]},
    "sqs.get_key": {"Own": True},
}


def of_b(error: BaseException, answer: Row) -> Callable[[Row], Row | BaseException]:
    """Answer with an error where resource b is asked for."""
    return lambda parameters: error if parameters["Arn"] == "b" else answer


def test_calls_are_counted_once_each_and_spared_ones_not_at_all() -> None:
    found = collect(ANSWERS, QUEUE)
    assert {(c.table_name, c.aspect): c.calls for c in found.coverage} == {
        ("queue", "list"): 1,
        ("queue", "Policy"): 2,
        ("queue", "Key"): 1,
        ("statement", "queue"): 1,
    }
    assert [row["has_own_key"] for row in found.rows["queue"]] == [True, False]


def test_a_code_that_means_none_is_an_answer() -> None:
    none = CallFailed("none", "NoPolicy")
    found = collect({**ANSWERS, "sqs.get_policy": none}, QUEUE)
    assert [row["policy"] for row in found.rows["queue"]] == [[], []]
    assert [gap for gap in found.gaps if gap[0] == "queue"] == []
    found = collect({"sqs.list_queues": CallFailed("none", "NoQueues")}, QUEUE)
    assert found.gaps == []


def test_a_denied_detail_is_a_gap_of_that_resource_and_of_its_parts() -> None:
    denied = AccessDenied("no", "AccessDenied")
    policy = of_b(denied, {"Policy": [{"Sid": "x"}]})
    found = collect({**ANSWERS, "sqs.get_policy": policy}, QUEUE)
    assert sorted(found.gaps) == [
        ("queue", "Policy", "denied", "b"),
        ("statement", "queue", "denied", "b"),
    ]
    assert [row["policy"] for row in found.rows["queue"]] == ['[{"Sid":"x"}]', None]
    assert [row["arn"] for row in found.rows["statement"]] == ["a"]


def test_a_list_that_breaks_off_keeps_what_came_and_is_marked() -> None:
    throttled = Throttled("slow down", "Throttling")
    broken = {"Queues": [{"Arn": "a"}, throttled, {"Arn": "b"}]}
    found = collect({**ANSWERS, "sqs.list_queues": broken}, QUEUE)
    assert [row["arn"] for row in found.rows["queue"]] == ["a"]
    assert sorted(found.gaps) == [
        ("queue", "list", "throttled", ""),
        ("statement", "queue", "throttled", ""),
    ]


def test_a_fetch_that_breaks_off_keeps_what_came_and_is_marked() -> None:
    def fetch(reader: Reader) -> Iterator[Row]:
        yield {"Arn": "first"}
        reader.call("x.denied")

    table = Table(name="thing", doc="", columns=(), arn="Arn", fetch=fetch)
    found = collect({"x.denied": AccessDenied("no", "AccessDenied")}, table)
    assert [row["arn"] for row in found.rows["thing"]] == ["first"]
    assert found.gaps == [("thing", "list", "denied", "")]


def test_a_row_without_a_name_is_left_out_and_the_rest_is_kept() -> None:
    two = {"Queues": [{}, {"Arn": "arn:aws:iam::aws:user/x"}, {"Arn": "b"}]}
    found = collect({**ANSWERS, "sqs.list_queues": two}, QUEUE)
    assert [row["arn"] for row in found.rows["queue"]] == ["b"]
    assert ("queue", "list", "ok", "") in {
        (c.table_name, c.aspect, c.status, c.resource) for c in found.coverage
    }
    lost = [gap for gap in found.gaps if gap[1] in {"row", "queue"}]
    assert sorted(lost) == [
        ("queue", "row", "failed", "arn:aws:iam::aws:user/x"),
        ("queue", "row", "failed", "queue/?"),
        ("statement", "queue", "failed", "arn:aws:iam::aws:user/x"),
        ("statement", "queue", "failed", "queue/?"),
    ]


def test_a_resource_that_was_deleted_midway_is_neither_a_row_nor_a_gap() -> None:
    table = replace(QUEUE, gone=("NoSuchQueue",))
    policy = of_b(CallFailed("gone", "NoSuchQueue"), {"Policy": [{"Sid": "x"}]})
    found = collect({**ANSWERS, "sqs.get_policy": policy}, table)
    assert [row["arn"] for row in found.rows["queue"]] == ["a"]
    assert found.gaps == []
    policy = of_b(CallFailed("odd", "QueueIsOdd"), {"Policy": [{"Sid": "x"}]})
    found = collect({**ANSWERS, "sqs.get_policy": policy}, table)
    assert [row["arn"] for row in found.rows["queue"]] == ["a", "b"]
    assert {gap[3] for gap in found.gaps} == {"b"}


HOSTILE: dict[str, Mapping[str, Any]] = {
    "a list of nothing known": {"sqs.list_queues": {"Queues": [None, 7, "text", ["x"]]}},
    "no list at all": {"sqs.list_queues": {"Queues": 7}},
    "no member": {"sqs.list_queues": {}},
    "a document without an ARN": {"sqs.list_queues": {"Queues": [{"Size": 1}]}},
    "an answer of another shape": {"sqs.get_policy": {"Policy": "text"}},
    "statements of another shape": {"sqs.get_policy": {"Policy": [{"NoSid": 1}, 3]}},
    "a number too large": {"sqs.list_queues": {"Queues": [{"Arn": "a", "Size": 10**40}]}},
    "half a character": {"sqs.list_queues": {"Queues": [{"Arn": "a\ud800", "Size": "\ud800"}]}},
}


@pytest.mark.parametrize("answers", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_strange_answer_costs_its_rows_never_the_run(answers: Mapping[str, Any]) -> None:
    found = collect({**ANSWERS, **answers}, QUEUE, SUBNET_OK)
    assert [row["arn"] for row in found.rows["other"]] == ["fine"]
    assert found.gaps, "what could not be read is told"
    for row in found.coverage:
        row.error.encode()


SUBNET_OK = Table(
    name="other", doc="", columns=(), arn="Arn", fetch=lambda _: iter([{"Arn": "fine"}])
)


def test_a_broken_fetch_of_ours_is_a_gap_with_its_reason() -> None:
    def fetch(reader: Reader) -> Iterable[Row]:
        return reader.call("x.y")["Missing"]  # type: ignore[no-any-return] # as AWS sent it

    table = Table(name="thing", doc="", columns=(), arn="Arn", fetch=fetch)
    found = collect({"x.y": {}}, table)
    assert found.gaps == [("thing", "list", "failed", "")]
    assert "KeyError: 'Missing'" in found.coverage[0].error


def test_a_detail_call_that_cannot_be_filled_is_a_gap() -> None:
    table = Table(
        name="thing",
        doc="",
        arn="Arn",
        list=Call("x.list", "Things"),
        calls=(Call("x.get", parameters={"Name": "{Name}"}, into="Detail"),),
        columns=(text("detail", "Detail", ""),),
    )
    found = collect({"x.list": {"Things": [{"Arn": "a"}]}}, table)
    assert found.rows["thing"][0]["detail"] is None
    assert found.gaps == [("thing", "Detail", "failed", "a")]


BUCKET = Table(
    name="bucket",
    doc="",
    scope="account",
    arn="Name",
    region="Region",
    list=Call("s3.list", "Buckets"),
    calls=(Call("s3.get", into="Detail"),),
    columns=(text("detail", "Detail.x", ""),),
)


def test_details_are_asked_where_the_resource_lives() -> None:
    desk = Desk({"s3.list": {"Buckets": [{"Name": "a", "Region": "us-west-2"}]}, "s3.get": {}})
    unit = Unit(ACCOUNT, "global", "s3", (BUCKET,))
    collect_unit(unit, ApiSource(lambda *_: desk), lambda *_: None)
    assert desk.asked == [("s3.list", REGION), ("s3.get", "us-west-2")]


@pytest.mark.parametrize("region", ["EU", 7, ["us-east-1"], None])
def test_a_region_that_is_none_costs_the_details_at_most(region: Any) -> None:
    found = collect(
        {"s3.list": {"Buckets": [{"Name": "a", "Region": region}]}, "s3.get": {"x": "y"}}, BUCKET
    )
    assert len(found.rows["bucket"]) == 1
    assert found.gaps == ([("bucket", "Detail", "failed", "a")] if region == "EU" else [])


@pytest.mark.parametrize("error", [NoCredentials("expired"), KeyboardInterrupt()])
def test_what_ends_a_run_is_no_gap(error: BaseException) -> None:
    with pytest.raises(type(error)):
        collect({**ANSWERS, "sqs.get_policy": error}, QUEUE)


def test_rows_come_in_order_whatever_the_details_take() -> None:
    rows: list[str] = []
    answers = {**ANSWERS, "sqs.list_queues": {"Queues": [{"Arn": str(n)} for n in range(2_500)]}}
    with ThreadPoolExecutor(4) as pool:
        collect_unit(
            Unit(ACCOUNT, REGION, "sqs", (QUEUE,)),
            ApiSource(lambda *_: Desk(answers)),
            lambda name, more: rows.extend(r["arn"] for r in more if name == "queue"),
            ReadOptions(pool.map),
        )
    assert rows == [str(number) for number in range(2_500)]


def test_a_long_error_is_cut() -> None:
    found = collect({"sqs.list_queues": CallFailed("x" * 5_000)}, QUEUE)
    assert {len(row.error) for row in found.coverage} == {300}


def test_a_unit_that_was_skipped_made_no_call() -> None:
    rows = mark_skipped(Unit(ACCOUNT, REGION, "sqs", (QUEUE,)), "not_collected", "left out")
    assert [(r.table_name, r.aspect, r.status, r.calls, r.error) for r in rows] == [
        ("queue", "list", "not_collected", 0, "left out"),
        ("statement", "queue", "not_collected", 0, "left out"),
    ]

"""Event patterns: AWS's examples, nested lists, `$or`, and an oracle that tries every way."""

import itertools
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.emulator.events.field_test import InvalidPattern, read_test
from ringwall.emulator.events.pattern import compile_pattern, read_json

EVENT = {
    "version": "0",
    "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type": "EC2 Instance State-change Notification",
    "source": "aws.ec2",
    "account": "111122223333",
    "time": "2017-12-22T18:43:48Z",
    "region": "us-west-1",
    "resources": ["arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0"],
    "detail": {
        "instance-id": "i-1234567890abcdef0",
        "state": "terminated",
        "c-count": 5,
        "x-limit": 301.8,
        "source-ip": "10.0.0.33",
        "nothing": None,
        "empty": [],
    },
}
EMPLOYEES = {
    "employees": [
        [{"firstName": "John", "lastName": "Doe"}, {"firstName": "Anna", "lastName": "Smith"}],
        [{"firstName": "Peter", "lastName": "Jones"}],
    ]
}


def matches(event: Any, pattern: Any) -> bool:
    return compile_pattern(json.dumps(pattern)).matches(read_json(json.dumps(event)))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ({"source": ["aws.ec2"], "detail": {"state": ["terminated"]}}, True),
        ({"source": ["aws.ec2"], "detail": {"state": ["running"]}}, False),
        ({"resources": [{"suffix": "abcdef0"}, "other"]}, True),
        ({"detail": {"c-count": [{"numeric": [">", 0, "<=", 5]}]}}, True),
        ({"detail": {"x-limit": [{"anything-but": [100, 200, 300]}]}}, True),
        ({"detail": {"source-ip": [{"cidr": "10.0.0.0/24"}]}}, True),
        ({"detail": {"nothing": [None]}}, True),
        ({"detail": {"empty": [None]}}, False),
        ({"detail": {"empty": [{"exists": False}]}}, True),
        ({"detail": {"state": [{"exists": False}]}}, False),
        ({"detail": {"gone": [{"exists": False}]}}, True),
        ({"detail": {"gone": ["x", {"exists": False}]}}, True),
        ({"detail": [{"exists": True}]}, False),  # it works on leaf nodes only
        ({"detail.state": ["terminated"]}, True),
        ({"Source": ["aws.ec2"]}, False),
        ({"$or": [{"detail": {"state": ["x"]}}, {"source": ["aws.ec2"]}]}, True),
        ({"$or": [{"detail": {"state": ["x"]}}, {"source": ["y"]}]}, False),
        ({"source": ["y"], "$or": [{"id": [{"exists": True}]}, {"source": ["aws.ec2"]}]}, True),
        (
            {"detail": {"$or": [{"c-count": [9]}, {"x-limit": [301.8], "state": ["terminated"]}]}},
            True,
        ),
        ({"detail": {"gone": [{"anything-but": "x"}]}}, False),
    ],
)
def test_examples_of_the_documentation(pattern: Any, expected: bool) -> None:  # noqa: FBT001
    assert matches(EVENT, pattern) is expected


def test_two_fields_hold_in_the_same_item_of_a_list() -> None:
    assert matches(EMPLOYEES, {"employees": {"firstName": ["Anna"]}})
    assert matches(EMPLOYEES, {"employees": {"firstName": ["Anna"], "lastName": ["Smith"]}})
    assert not matches(EMPLOYEES, {"employees": {"firstName": ["Anna"], "lastName": ["Jones"]}})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "Invalid JSON"),
        ("[]", "Filter is not an object"),
        ("{}", "Empty objects are not allowed"),
        ('{"a": {}}', "Empty objects are not allowed"),
        ('{"a": []}', "Empty arrays are not allowed"),
        ('{"a": "b"}', '"a" must be an object or an array'),
        ('{"a": [NaN]}', "Invalid JSON"),
        ('{"$or": {}}', "It must be an Array followed with $or."),
        ('{"$or": ["a"]}', "Only JSON object is allowed in array of $or relationship."),
        ('{"$or": [{"a": [1]}]}', "There must have at least 2 Objects in $or relationship."),
        ('{"$or": [{"prefix": [1]}, {"a": [1]}]}', "prefix is Ruler reserved fieldName"),
        ('{"a":' * 300 + "1" + "}" * 300, "nested too deep"),
    ],
)
def test_what_aws_refuses_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InvalidPattern) as caught:
        compile_pattern(text)
    assert reason in str(caught.value)


def test_combinations_of_or_are_limited() -> None:
    either = {"$or": [{"a": [n]} for n in range(11)]}
    pattern = {"x": either, "y": either, "z": either}
    with pytest.raises(InvalidPattern, match="1000 OR combinations"):
        compile_pattern(json.dumps(pattern))


def test_an_event_with_many_lists_is_matched_soon() -> None:
    event = {f"list{n}": [{"a": i, "b": i + 1} for i in range(60)] for n in range(8)}
    names = {f"list{n}": {"a": [{"exists": True}], "b": [{"exists": True}]} for n in range(8)}
    assert matches(event, names)
    assert not matches(event, {**names, "list7": {"a": [1], "b": [1]}})


def test_fields_of_many_lists_are_not_combined_with_each_other() -> None:
    lists = {f"l{n}": [{"x": 1, "y": 2}] * 40 for n in range(4)}
    fields = {f"l{n}.{name}": [{"exists": True}] for name in "xy" for n in range(4)}
    assert matches(lists, fields)


def test_a_field_is_found_by_either_of_its_names() -> None:
    event = {"a.b": {"c": 1, "d": 1}, "a": {"b": {"c": 2, "e": 2}}}
    assert matches(event, {"a": {"b": {"c": [2], "d": [1], "e": [2]}}})
    assert not matches(event, {"a": {"b": {"c": [3]}}})
    many = {f"{name}.b": 1 for name in "cdefghijkl"} | {name: {"b": 2} for name in "cdefghijkl"}
    with pytest.raises(InvalidPattern, match="too many fields of the same name"):
        matches(many, {name: {"b": [3]} for name in "cdefghijkl"})


@pytest.mark.parametrize("number", ["1e999999", "1e99999999", "-1e99999999", "1e-99999999"])
def test_numbers_have_any_size(number: str) -> None:
    event = read_json(f'{{"a": {number}}}')
    assert not compile_pattern('{"a": [1]}').matches(event)
    assert not compile_pattern('{"a": [{"numeric": ["=", 1]}]}').matches(event)
    assert compile_pattern(f'{{"a": [{number}]}}').matches(event)


def test_numbers_that_no_decimal_has_are_refused() -> None:
    with pytest.raises(InvalidPattern, match="Invalid JSON"):
        read_json('{"a": 1e99999999999999999999}')
    with pytest.raises(InvalidPattern, match="Value must be between"):
        compile_pattern('{"a": [{"numeric": ["=", 1e999999999]}]}')


NAMES = st.sampled_from("ab")
LEAVES = st.sampled_from(["x", "y", 1, None])
EVENTS = st.dictionaries(
    NAMES,
    st.recursive(
        LEAVES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=2),
        max_leaves=8,
    ),
)
TESTS = st.sampled_from(
    ["x", 1, None, {"anything-but": "x"}, {"exists": True}, {"exists": False}, {"prefix": "y"}]
)
PATTERNS = st.recursive(
    st.dictionaries(NAMES, st.lists(TESTS, min_size=1, max_size=2), min_size=1),
    lambda inner: (
        st.dictionaries(NAMES, inner, min_size=1)
        | st.tuples(inner, inner).map(lambda pair: {"$or": list(pair)})
    ),
    max_leaves=4,
)


def choose(value: Any) -> Iterator[Any]:
    """Yield an event with one item of each list of lists or objects, in every way."""
    if isinstance(value, dict):
        for members in itertools.product(*(list(choose(member)) for member in value.values())):
            yield dict(zip(value, members, strict=True))
    elif isinstance(value, list):
        plain = [item for item in value if not isinstance(item, dict | list)]
        nested = [
            chosen for item in value if isinstance(item, dict | list) for chosen in choose(item)
        ]
        yield from ([*plain, item] for item in nested)
        if not nested:
            yield plain
    else:
        yield value


def values_at(value: Any, path: tuple[str, ...]) -> list[Any]:
    if isinstance(value, list):
        return [found for item in value for found in values_at(item, path)]
    if isinstance(value, dict):
        return values_at(value[path[0]], path[1:]) if path and path[0] in value else []
    return [] if path else [value]


def oracle(event: Any, pattern: Mapping[str, Any]) -> bool:
    return any(
        all(holds(event, chosen, path, items) for path, items in fields.items())
        for fields in spread(pattern, ())
        for chosen in choose(event)
    )


def spread(pattern: Any, path: tuple[str, ...]) -> list[dict[tuple[str, ...], Any]]:
    """Return the ways to fulfil a pattern, each a list of items by path."""
    ways: list[dict[tuple[str, ...], Any]] = [{}]
    for name, value in pattern.items():
        if name == "$or":
            more = [way for inner in value for way in spread(inner, path)]
        elif isinstance(value, dict):
            more = spread(value, (*path, name))
        else:
            more = [{(*path, name): value}]
        ways = [{**way, **other} for way in ways for other in more]
    return ways


def holds(event: Any, chosen: Any, path: tuple[str, ...], items: Any) -> bool:
    if not values_at(event, path) and {"exists": False} in items:
        return True
    return any(read_test(item).holds(value) for item in items for value in values_at(chosen, path))


@given(EVENTS, PATTERNS)
def test_agrees_with_trying_every_way(event: Any, pattern: Any) -> None:
    assert matches(event, pattern) is oracle(event, pattern)

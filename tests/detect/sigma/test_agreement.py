"""What the specification says, what DuckDB finds: the same, on all cases and on made-up rules."""

from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sigma_cases import (
    load_rules,
    make_correlation_records,
    make_correlation_rules,
    make_record,
    make_rule,
    open_log,
    read_cases,
)
from sigma_evaluator import Evaluator, find_first

SINGLE = [
    case for name in ("values", "fields", "conditions") for case in read_cases(f"{name}.yaml")
]
CORRELATIONS = read_cases("correlations.yaml")


def name_case(case: dict[str, Any]) -> str:
    return str(case["case"])


@pytest.mark.parametrize("case", SINGLE, ids=name_case)
def test_a_rule_finds_what_the_specification_says(case: dict[str, Any], tmp_path: Path) -> None:
    detection = case.get("detection") or {"selection": case["selection"], "condition": "selection"}
    rule = make_rule(detection)
    hits = {f"hit{number}": event for number, event in enumerate(case["hit"])}
    quiet = {f"quiet{number}": event for number, event in enumerate(case["quiet"])}
    records = [make_record(event, name) for name, event in (hits | quiet).items()]
    evaluator = Evaluator(case.get("placeholders"))
    expected = {record["eventID"] for record in records if evaluator.matches(rule, record)}
    assert expected == hits.keys()
    loaded = load_rules(tmp_path, [rule], case.get("placeholders"))
    assert [str(left) for left in loaded.skipped] == []
    [detection] = loaded.rules
    with open_log(records) as engine:
        assert {row["act"] for row in engine.rows(detection.sql)} == expected


@pytest.mark.parametrize("case", CORRELATIONS, ids=name_case)
def test_a_correlation_finds_what_the_specification_says(
    case: dict[str, Any], tmp_path: Path
) -> None:
    *rules, correlation = make_correlation_rules(case)
    records = make_correlation_records(case["events"])
    expected = {str(event["id"]) for event in case["events"] if "id" in event}
    assert find_first(rules, correlation, records) == expected
    loaded = load_rules(tmp_path, [*rules, correlation])
    assert [str(left) for left in loaded.skipped] == []
    [detection] = [rule for rule in loaded.rules if rule.id == "sigma.together"]
    with open_log(records) as engine:
        rows = engine.rows(detection.sql)
    assert {row["events"][0] for row in rows} == expected
    assert len({row["act"] for row in rows}) == len(rows)


TEXTS = st.text(alphabet="abAB%_*?\\!\"'é-/.1 ", max_size=6)
LETTERS = st.text(alphabet="abAB1", min_size=1, max_size=3)
SCALARS = st.one_of(
    TEXTS, LETTERS, st.integers(-3, 30), st.booleans(), st.none(), st.sampled_from([0.5, 1.0, 1e3])
)
KEYS = st.sampled_from(["a", "b", "items", "x-y"])
DOCUMENTS = st.one_of(
    st.none(),
    st.recursive(
        st.dictionaries(KEYS, SCALARS, max_size=3),
        lambda inner: st.dictionaries(
            KEYS, st.one_of(inner, st.lists(st.one_of(inner, SCALARS), max_size=3)), max_size=3
        ),
        max_leaves=6,
    ),
)
ADDRESSES = st.one_of(
    st.ip_addresses().map(str),
    st.sampled_from(
        ["10.0.0.1", "10.1.0.255", "::1", "fd00::1", "1::", "AWS Internal", "::ffff:1"]
    ),
)
NETWORKS = st.one_of(
    st.ip_addresses(v=4).flatmap(
        lambda address: st.integers(0, 32).map(
            lambda size: ip_network((address, size), strict=False)
        )
    ),
    st.ip_addresses(v=6).flatmap(
        lambda address: st.integers(0, 128).map(
            lambda size: ip_network((address, size), strict=False)
        )
    ),
    st.sampled_from([ip_network("10.0.0.0/15"), ip_network("::/112"), ip_network("fd00::/9")]),
).map(str)
RECORDS = st.fixed_dictionaries(
    {
        "eventName": LETTERS,
        "eventTime": st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001
            lambda moment: f"{moment.replace(microsecond=0).isoformat()}Z"
        ),
        "sourceIPAddress": ADDRESSES,
        "requestParameters": DOCUMENTS,
        "additionalEventData": DOCUMENTS,
    },
    optional={
        "userAgent": TEXTS,
        "errorCode": st.one_of(st.none(), TEXTS),
        "readOnly": st.booleans(),
        "resources": st.lists(st.fixed_dictionaries({"ARN": LETTERS}), max_size=2),
    },
)
FIELDS = st.sampled_from(
    [
        *("eventName", "userAgent", "errorCode", "readOnly", "resources.ARN", "sourceIPAddress"),
        *("requestParameters", "requestParameters.a", "requestParameters.a.b"),
        *("requestParameters.items.a", "requestParameters.items.items.b"),
        *("requestParameters.items.x-y", "additionalEventData.a", "eventTime"),
        *(
            "EventName",
            "resources{}.arn",
            "requestparameters.items{}.a",
            "requestParameters.a[*].b",
        ),
    ]
)


def one_or_several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(values, st.lists(values, min_size=1, max_size=3))


NEGATED = st.sampled_from(["", "", "", "", "|neq"])
PARTS = st.tuples(
    st.sampled_from(["contains", "startswith", "endswith", "cased"]),
    st.sampled_from(["", "|cased", "|all"]),
).map(lambda names: names[0] + names[1].removeprefix("|cased" if names[0] == "cased" else "-"))
FORMS = st.sampled_from(["a", "^a", "b$", "[aB]+", r"\d", "a.b", "(a|B)1?", "^$", "A{2}"])
REFERENCES = ["fieldref", "fieldref|startswith", "fieldref|endswith", "fieldref|contains"]
MINUTES = st.sampled_from(["minute", "hour", "day", "week", "month", "year"])


def one_of_kind(
    fields: st.SearchStrategy[str],
    modifiers: st.SearchStrategy[str],
    values: st.SearchStrategy[Any],
    negated: st.SearchStrategy[str] = NEGATED,
) -> st.SearchStrategy[tuple[str, Any]]:
    """Return what draws a field with modifiers, and its values."""
    keys = st.tuples(fields, modifiers, negated).map(
        lambda parts: "|".join(filter(None, parts[:2])) + parts[2]
    )
    return st.tuples(keys, values)


COMPARISONS = st.one_of(
    one_of_kind(FIELDS, st.just(""), one_or_several(SCALARS)),
    one_of_kind(FIELDS, PARTS, one_or_several(st.one_of(TEXTS, LETTERS))),
    one_of_kind(FIELDS, st.sampled_from(["re", "re|i", "re|s", "re|i|s"]), FORMS),
    one_of_kind(st.just("sourceIPAddress"), st.just("cidr"), one_or_several(NETWORKS)),
    one_of_kind(
        FIELDS,
        st.sampled_from(["lt", "lte", "gt", "gte"]),
        st.sampled_from([-1, 0, 1, 11, 0.5]),
    ),
    one_of_kind(FIELDS, st.just("exists"), st.booleans(), st.just("")),
    one_of_kind(FIELDS, st.sampled_from(REFERENCES), FIELDS),
    one_of_kind(st.just("eventTime"), MINUTES, st.integers(0, 60)),
)
SELECTIONS = st.one_of(
    st.lists(COMPARISONS, min_size=1, max_size=3).map(dict),
    st.lists(st.lists(COMPARISONS, min_size=1, max_size=2).map(dict), min_size=1, max_size=3),
    st.lists(LETTERS, min_size=1, max_size=2),
)
CONDITIONS = st.recursive(
    st.sampled_from(["one", "two", "1 of them", "all of them", "1 of t*", "all of *n*"]),
    lambda inner: st.one_of(
        inner.map("not {}".format),
        inner.map("({})".format),
        st.tuples(inner, inner).map(" and ".join),
        st.tuples(inner, inner).map(" or ".join),
    ),
    max_leaves=5,
)


@given(
    st.fixed_dictionaries({"one": SELECTIONS, "two": SELECTIONS, "condition": CONDITIONS}),
    st.lists(RECORDS, min_size=1, max_size=5),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_made_up_rules_find_what_the_specification_says(
    tmp_path_factory: pytest.TempPathFactory,
    detection: dict[str, Any],
    events: list[dict[str, Any]],
) -> None:
    rule = make_rule(detection)
    records = [make_record(event, f"e{number}") for number, event in enumerate(events)]
    loaded = load_rules(tmp_path_factory.mktemp("rules"), [rule])
    assert [str(left) for left in loaded.skipped] == []
    [made] = loaded.rules
    with open_log(records) as engine:
        found = {row["act"] for row in engine.rows(made.sql)}
    evaluator = Evaluator()
    assert found == {record["eventID"] for record in records if evaluator.matches(rule, record)}


NAMES = ["one", "two", "three"]
SMALL_EVENTS = st.fixed_dictionaries(
    {
        "at": st.integers(0, 40),
        "eventName": st.sampled_from(["A", "B", "C", "A"]),
        "sourceIPAddress": st.sampled_from(["10.0.0.1", "10.0.0.2"]),
        "requestParameters": st.fixed_dictionaries(
            {"n": st.one_of(st.integers(-2, 5), st.sampled_from(["x", None, 2.5]))}
        ),
    },
    optional={"errorCode": st.sampled_from(["E", ""])},
)
BOUNDS = st.dictionaries(
    st.sampled_from(["gt", "gte", "lt", "lte", "eq", "neq"]), st.integers(-1, 5), min_size=1
)
VALUE = {"field": "requestParameters.n"}
TYPED = st.one_of(
    st.fixed_dictionaries({"type": st.just("event_count"), "condition": BOUNDS}),
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["value_count", "value_sum", "value_avg", "value_median"]),
            "condition": BOUNDS.map(lambda bounds: bounds | VALUE),
        }
    ),
    st.fixed_dictionaries(
        {
            "type": st.just("value_percentile"),
            "condition": BOUNDS.map(lambda bounds: bounds | VALUE | {"percentile": 75}),
        }
    ),
    st.fixed_dictionaries({"type": st.just("temporal")}, optional={"condition": BOUNDS}),
    st.just({"type": "temporal_ordered"}),
)
CORRELATION = st.tuples(
    TYPED,
    st.fixed_dictionaries(
        {
            "rules": st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True),
            "timespan": st.sampled_from(["1s", "5s", "10s", "1m"]),
        },
        optional={
            "group-by": st.sampled_from(
                [["sourceIPAddress"], ["sourceIPAddress", "errorCode"], ["key"]]
            )
        },
    ),
).map(lambda parts: parts[0] | parts[1] | {"aliases": {"key": dict.fromkeys(NAMES, "errorCode")}})


@given(CORRELATION, st.lists(SMALL_EVENTS, max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_made_up_correlations_find_what_the_specification_says(
    tmp_path_factory: pytest.TempPathFactory,
    correlation: dict[str, Any],
    events: list[dict[str, Any]],
) -> None:
    case = {
        "rules": [
            {"name": "one", "selection": {"eventName": "A"}},
            {"name": "two", "selection": {"eventName": ["B", "C"]}},
            {"name": "three", "selection": {"eventName|neq": "A"}},
        ],
        "correlation": correlation,
    }
    *rules, last = make_correlation_rules(case)
    records = make_correlation_records(events)
    loaded = load_rules(tmp_path_factory.mktemp("rules"), [*rules, last])
    assert [str(left) for left in loaded.skipped] == []
    [made] = [rule for rule in loaded.rules if rule.id == "sigma.together"]
    with open_log(records) as engine:
        found = {row["events"][0] for row in engine.rows(made.sql)}
    assert found == find_first(rules, last, records)

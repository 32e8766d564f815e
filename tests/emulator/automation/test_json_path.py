"""Selectors find what JSONPath says, as AWS's documents write them."""

import pytest

from ringwall.emulator.automation.json_path import parse_path, select

ANSWER = {
    "Reservations": [
        {"Instances": [{"Id": "i-1", "Tags": [{"Key": "team", "Value": "a"}]}]},
        {"Instances": [{"Id": "i-2", "Tags": []}, {"Id": "i-3", "is.odd": True}]},
    ]
}


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("$", ANSWER),
        ("$.Reservations[0].Instances[0].Id", "i-1"),
        ("$.Reservations[-1].Instances[1]['is.odd']", True),
        ("$.Reservations[9].Instances", None),
        ("$.Nothing", None),
        ("$.Reservations[*].Instances[*].Id", ["i-1", "i-2", "i-3"]),
        ("$.Reservations..Instances..Id", ["i-1", "i-2", "i-3"]),
        ("$..Id", ["i-1", "i-2", "i-3"]),
        ("$.Reservations[1].Instances[0:1].Id", ["i-2"]),
        ("$..Tags[?(@.Key == 'team')].Value", ["a"]),
        ("$..Instances[?(@.Tags)].Id", ["i-1", "i-2"]),
        ("$..Tags[?(@.Key != 'team')].Value", []),
    ],
)
def test_a_selector_finds(selector: str, found: object) -> None:
    assert select(selector, ANSWER) == found


@pytest.mark.parametrize("selector", ["Reservations", "$.a[", "$.a[?(@.b > 1)]", "$" + ".a" * 999])
def test_what_is_no_selector_is_refused(selector: str) -> None:
    with pytest.raises(ValueError, match="is no JSONPath"):
        parse_path(selector)


def test_a_selector_cannot_find_without_end() -> None:
    document: dict[str, object] = {}
    for _ in range(60):
        document = {"a": document, "b": 1}
    assert len(select("$..*..*", document)) < 10_000
    with pytest.raises(ValueError, match="finds more than 100000 values"):
        select("$" + "..*" * 5, document)

"""References are replaced; one that is a whole text keeps its type."""

import pytest

from ringwall.emulator.automation.references import find_references, resolve

VALUES = {"ids": ["i-1", "i-2"], "name": "a", "step.flag": True, "map": {"k": 1}}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("{{ ids }}", ["i-1", "i-2"]),
        ("{{name}}-{{ name }}", "a-a"),
        ("of {{ ids }}", 'of ["i-1", "i-2"]'),
        ("{{ step.flag }}", True),
        ({"{{ name }}": ["{{ map }}", 5]}, {"a": [{"k": 1}, 5]}),
        ("{ name }", "{ name }"),
    ],
)
def test_references_are_replaced(written: object, found: object) -> None:
    assert resolve(written, VALUES.__getitem__) == found


def test_a_value_is_not_read_for_references_again() -> None:
    assert resolve("{{ x }}", {"x": "{{ secret }}", "secret": "s"}.__getitem__) == "{{ secret }}"
    assert (
        resolve("a {{ x }}", {"x": "{{ secret }}", "secret": "s"}.__getitem__) == "a {{ secret }}"
    )


def test_references_are_found_wherever_they_are() -> None:
    found = find_references({"{{ a }}": [{"b": "{{ c.d }} {{ e }}"}]})
    assert list(found) == ["a", "c.d", "e"]


def test_a_text_cannot_grow_without_end() -> None:
    with pytest.raises(ValueError, match="more than 1048576 characters"):
        resolve("{{ x }}" * 3, {"x": "a" * 500_000}.__getitem__)

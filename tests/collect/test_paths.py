"""Paths: what is missing is None; what is of another kind is an error, never "none"."""

from typing import Any

import jmespath
import pytest

from ringwall.collect.paths import compile_path, compile_property, names_in

DOCUMENT: dict[str, Any] = {
    "Name": "n",
    "Owner": {"Id": 7, "Tags": [], "None": None},
    "Items": [{"Id": "a", "On": {"By": 1}}, {"Id": "b"}, {"On": {}}],
    "Empty": [],
    "Null": None,
}


@pytest.mark.parametrize(
    "path",
    [
        *("Name", "Owner.Id", "Owner.Tags", "Owner.None", "Owner.No", "No", "No.Id", "Null.Id"),
        *("Items[].Id", "Items[].On.By", "Items[].No", "Empty[].Id", "Owner.Tags[].Id"),
        *("Null[].Id", "No[].Id", "No.No[].Id", "Items[0].Id", "Items[?Id=='b'].Id", "Name || Id"),
    ],
)
def test_what_is_as_it_should_be_is_found_as_jmespath_finds_it(path: str) -> None:
    assert compile_path(path)(DOCUMENT) == jmespath.search(path, DOCUMENT)


@pytest.mark.parametrize("path", ["A.B", "A.B.C", "A[].B", "A.B[].C"])
@pytest.mark.parametrize("strange", ["text", "", 0, 7, True, False, [["x"]]])
def test_what_is_of_another_kind_is_not_missing(path: str, strange: Any) -> None:
    with pytest.raises(TypeError, match=r"no object|no list"):
        compile_path(path)({"A": strange})


@pytest.mark.parametrize("items", [{}, {"B": 1}, ["x"], [{"B": 1}, None], [{"B": 1}, ["B"]]])
def test_items_are_objects_in_a_list(items: Any) -> None:
    with pytest.raises(TypeError):
        compile_path("A[].B")({"A": items})


def test_a_property_may_have_another_form() -> None:
    assert compile_property("A.B")({"A": "text"}) is None
    assert compile_property("A.B")({"A": {"B": 1}}) == 1


def test_no_path_finds_nothing() -> None:
    assert compile_path("")(DOCUMENT) is None


def test_names_of_a_path_are_found_without_its_literals() -> None:
    assert names_in("A.B == 'C' && D[0] || `E`") == {"A", "B", "D", "0"}

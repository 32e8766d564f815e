"""What a wanted value refers to: a value that is known, or a reference to a read-back."""

from typing import Any

import pytest

from ringwall.model.blueprint.wanted import Join, Ref
from ringwall.plan.reconciliation.values import PlannedValues


def test_references_are_resolved_wherever_they_stand(desk: Any) -> None:
    there, new = desk.want("desk_drawer", "there").key, desk.want("desk_drawer", "new").key
    values = PlannedValues(desk.catalog.lifecycles, {there: {"id": "d-1"}}, {new: "c1"})
    columns = {
        "a": [Ref(there, "id"), "x"],
        "b": {"c": Join(("arn:", Ref(there, "id")))},
        "d": Join((Ref(new, "arn"), "/*")),
        "e": True,
    }
    assert values.resolve_all(columns) == {
        "a": ["d-1", "x"],
        "b": {"c": "arn:d-1"},
        "d": {"$text": [{"$read": "c1.arn"}, "/*"]},
        "e": True,
    }


@pytest.mark.parametrize(
    ("name", "column", "said"), [("new", "color", "none of its ids"), ("gone", "id", "not known")]
)
def test_what_nothing_can_give_is_a_fault(desk: Any, name: str, column: str, said: str) -> None:
    new = desk.want("desk_drawer", "new").key
    values = PlannedValues(desk.catalog.lifecycles, {}, {new: "c1"})
    with pytest.raises(ValueError, match=said):
        values.resolve(Ref(new._replace(name=name), column))


def test_a_part_of_a_column_is_found_or_said_to_be_missing(desk: Any) -> None:
    there, new = desk.want("desk_drawer", "there").key, desk.want("desk_drawer", "new").key
    rows = {there: {"id": [["a", "x"]]}}
    values = PlannedValues(desk.catalog.lifecycles, rows, {new: "c1"})
    known, missing = Ref(there, "id", "[?[0]=='a'] | [0][1]"), Ref(there, "id", "[?[0]=='b']|[0]")
    assert values.resolve([known, Ref(new, "id", "[0]")]) == ["x", {"$read": "c1.id -> [0]"}]
    assert values.find_unshown([known, Ref(new, "id", "[0]")]) == ""
    assert values.find_unshown({"name": missing}) == f"AWS does not show id of {there}"

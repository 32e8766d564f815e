"""The page of what is not exported."""

from ringwall.model.blueprint.landscape import LandscapeSkip
from ringwall.model.blueprint.wanted import RowKey
from ringwall.plan.export.not_exported import write_page
from ringwall.plan.export.resource import Loss


def test_rows_are_counted_and_named_with_the_reason() -> None:
    rows = [RowKey("prod", region, "inspectorv2_account", "a") for region in ("b-1", "a-1")]
    page = write_page(
        [
            *(Loss(row, "", "no | type") for row in rows),
            Loss(RowKey("dev", "global", "t", "n"), "c", "x"),
        ],
        [LandscapeSkip("old", "", "closed")],
        ["too much"],
    )
    assert "| inspectorv2_account | the whole row | 2 | no \\| type |" in page
    assert "- inspectorv2_account: prod a-1 a; prod b-1 a" in page
    assert "- t (c): dev n" in page
    assert page.index("- too much") < page.index("- left alone: old: closed")


def test_a_page_without_remarks_ends_with_its_rows() -> None:
    assert "## To be known" not in write_page([], [], [])

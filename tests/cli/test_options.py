"""Options that several verbs share."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.cli.options import (
    HomeOptions,
    RuleOptions,
    find_home,
    find_rules,
    show_default,
    split_list,
)
from ringwall.model.errors import BadInput


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ((), ()),
        (("a",), ("a",)),
        (("a,b", "c"), ("a", "b", "c")),
        ((" a , b ,", "b"), ("a", "b")),
        (("b", "a", "b"), ("b", "a")),
    ],
)
def test_list_may_be_repeated_or_separated_by_commas(
    values: tuple[str, ...], names: tuple[str, ...]
) -> None:
    assert split_list(values) == names


@pytest.mark.parametrize("values", [("",), (",",), (" ", ", ,")])
def test_list_that_names_nothing_does_not_mean_all(values: tuple[str, ...]) -> None:
    with pytest.raises(BadInput, match="names nothing"):
        split_list(values)


@given(st.lists(st.text(st.characters(categories=("L", "N")), min_size=1), min_size=1))
def test_names_are_kept_in_order_without_repeats(names: list[str]) -> None:
    assert split_list((",".join(names),)) == split_list(tuple(names)) == tuple(dict.fromkeys(names))


def test_home_is_the_option_the_environment_or_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RINGWALL_HOME", raising=False)
    assert find_home(None) == Path(".ringwall")
    monkeypatch.setenv("RINGWALL_HOME", "/srv/ringwall")
    assert find_home(None) == find_home(HomeOptions()) == Path("/srv/ringwall")
    assert find_home(HomeOptions(Path("here"))) == Path("here")
    monkeypatch.setenv("RINGWALL_HOME", "")
    assert find_home(None) == Path(".ringwall")


def test_a_home_that_a_repository_brought_is_used_only_where_it_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RINGWALL_HOME", raising=False)
    (tmp_path / ".ringwall").mkdir(mode=0o755)
    (tmp_path / ".ringwall" / "hub.sqlite").touch()
    with pytest.raises(BadInput, match=r"name it: --home \.ringwall"):
        find_home(None)
    assert (tmp_path / ".ringwall").stat().st_mode & 0o777 == 0o755  # nothing was changed
    assert find_home(HomeOptions(Path(".ringwall"))) == Path(".ringwall")


def test_rules_of_ones_own_are_none_unless_named() -> None:
    assert find_rules(None) == ()
    assert find_rules(RuleOptions((Path("a"), Path("b")))) == (Path("a"), Path("b"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [((), None), ("", None), (0, None), (None, None), (False, None), (8, "8"), ("table", "table"),
     (("a", "b"), "a, b"), (Path("x"), "x")],
)  # fmt: skip
def test_default_is_shown_where_it_says_something(value: Any, shown: str | None) -> None:
    assert show_default(value) == shown

"""Settings that are tried against what is there."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from ringwall.catalog.organizations.policy_flaw import PolicyFlaw
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.wanted import Wanted
from ringwall.plan.adoption.trial import Bench, get_setting, place_settings, put_setting
from ringwall.plan.reconciliation.catalog import Catalog

LENGTH = ("identity", "password_policy", "minimum_password_length")


def test_a_setting_is_put_without_changing_those_that_it_is_put_in() -> None:
    settings = {"a": {"b": 1, "c": 2}, "d": 3}
    assert put_setting(settings, ("a", "b"), 5) == {"a": {"b": 5, "c": 2}, "d": 3}
    assert put_setting(settings, ("d", "e"), 5) == {"a": {"b": 1, "c": 2}, "d": {"e": 5}}
    assert put_setting({}, ("a", "b", "c"), None) == {"a": {"b": {"c": None}}}
    assert settings == {"a": {"b": 1, "c": 2}, "d": 3}


@pytest.mark.parametrize(
    ("keys", "value"),
    [((), {"a": {"b": 5}}), (("a",), {"b": 5}), (("a", "b"), 5), (("a", "b", "c"), None),
     (("x", "y"), None)],
)  # fmt: skip
def test_a_setting_is_found_by_its_keys(keys: tuple[str, ...], value: Any) -> None:
    assert get_setting({"a": {"b": 5}}, keys) == value


def test_every_account_has_the_settings(shelf: Any) -> None:
    other = replace(shelf.landscape.management, name="logs")
    landscape = replace(shelf.landscape, accounts=(*shelf.landscape.accounts, other), logs=other)
    placed = place_settings(landscape, Blueprint(blueprint="acme", home_region="us-east-1"))
    every = [*placed.accounts, placed.security, placed.logs]
    assert {each.settings.home_region for each in every} == {"us-east-1"}
    assert placed.settings.home_region == "us-east-1"
    assert (placed.security.name, placed.logs.name) == ("payer", "logs")


def test_settings_are_held_against_what_is_there(shelf: Any) -> None:
    def want(settings: Blueprint) -> Iterable[Wanted]:
        yield shelf.want("setting", height=settings.identity.password_policy.max_password_age)
        yield shelf.want("box", name="x", size=settings.identity.password_policy.max_password_age)

    bench = shelf.bench(want, shelf.setting(height=90), shelf.box("x", size=8))
    first = bench.attempt(shelf.settings)
    assert first.comparison.cost == (pytest.approx(-1.1 - 1.0), 1)
    assert first.landscape.management.settings == shelf.landscape.settings
    again = bench.attempt(put_setting(shelf.settings, LENGTH, 20), first)
    assert get_setting(again.settings, LENGTH) == 20
    assert again.landscape.management.settings.identity.password_policy == (
        msgspec.structs.replace(
            shelf.landscape.settings.identity.password_policy, minimum_password_length=20
        )
    )
    assert all(again.comparison.rows[key] is row for key, row in first.comparison.rows.items())


def refuse(error: Exception) -> Any:
    def want(_: Blueprint) -> Iterable[Wanted]:
        raise error

    return want


@pytest.mark.parametrize(
    "error", [PolicyFlaw(("a",), "too long"), ValueError("x"), KeyError("no such account")]
)
def test_settings_that_contradict_what_there_is_are_no_candidates(
    shelf: Any, error: Exception
) -> None:
    assert shelf.bench(refuse(error)).attempt(shelf.settings) is None


def test_settings_that_the_language_does_not_have_are_no_candidates(shelf: Any) -> None:
    bench = shelf.bench(lambda _: ())
    assert bench.attempt(put_setting(shelf.settings, LENGTH, 6))
    assert bench.attempt(put_setting(shelf.settings, LENGTH, 5)) is None
    assert bench.attempt(put_setting(shelf.settings, LENGTH, "6")) is None


def test_another_error_is_not_hidden(shelf: Any) -> None:
    bench = shelf.bench(refuse(TypeError("a mistake in a section")))
    with pytest.raises(TypeError, match="a mistake"):
        bench.attempt(shelf.settings)


def test_what_a_row_may_be_is_in_its_place_and_is_not_about_to_go(shelf: Any) -> None:
    elsewhere = {**shelf.box("far"), "region": "us-east-1"}
    boxes = [shelf.box("x"), shelf.box("old", state="going"), elsewhere]
    bench: Bench = shelf.bench(lambda _: (), *boxes)
    names = [row["name"] for row in bench.rows_at(shelf.key("box"))]
    assert names == ["x"]
    tables = shelf.catalog.tables
    of_all = {**tables, "shelf_box": replace(tables["shelf_box"], scope="organization")}
    comparer = replace(bench.comparer, catalog=Catalog(of_all, shelf.catalog.lifecycles))
    whole = replace(bench, comparer=comparer)
    assert [row["name"] for row in whole.rows_at(shelf.key("box"))] == ["x", "far"]
    assert list(bench.rows_at(shelf.key("note"))) == []

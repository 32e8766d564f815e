"""Settings that no unit overrides."""

from collections.abc import Callable
from typing import Annotated

import msgspec
from msgspec import Meta, inspect

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.once import find_once, find_overridden_once
from ringwall.plan.settings import SettingOrigin, from_data


class Trail(msgspec.Struct, kw_only=True):
    days: int = 1
    bucket: Annotated[str, Meta(extra={"once": True})] = ""


class Language(msgspec.Struct, kw_only=True):
    trail: Trail | None = None


def test_what_is_set_once_is_refused_in_a_unit() -> None:
    override = from_data({"trail": {"days": 2, "bucket": "b"}}, SettingOrigin("override"))
    (found,) = find_once(inspect.type_info(Language), override, ("accounts", "units", "A"))
    assert found.keys == ("accounts", "units", "A", "trail", "bucket")
    assert found.message == "bucket is set once for the organization: no unit overrides it"
    assert found.is_key


def test_a_unit_may_have_a_level_and_regions(
    acme: str, read: Callable[[str], BlueprintFile]
) -> None:
    file = read(acme + "    Sandbox: {overrides: {level: strict, regions: [us-east-1]}}\n")
    assert list(find_overridden_once(file.tree, file.blueprint)) == []

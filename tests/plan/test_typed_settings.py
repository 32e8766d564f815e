"""Settings with what their declarations say of them."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from ringwall.plan.typed_settings import walk_settings


class Inner(msgspec.Struct, kw_only=True):
    size: Annotated[int, Meta(extra={"unit": "days"})] = 1
    gone: int | UnsetType = UNSET


class Outer(msgspec.Struct, kw_only=True):
    one: Inner = msgspec.field(default_factory=Inner)
    some: tuple[Inner, ...] = (Inner(size=2),)
    named: dict[str, Inner] = msgspec.field(default_factory=lambda: {"a": Inner(size=3)})


def test_every_setting_is_found_whatever_holds_it() -> None:
    found = {keys: value for keys, extra, value, _ in walk_settings(Outer()) if extra}
    assert found == {("one", "size"): 1, ("some", 0, "size"): 2, ("named", "a", "size"): 3}
    assert not [keys for keys, *_ in walk_settings(Outer()) if keys[-1] == "gone"]

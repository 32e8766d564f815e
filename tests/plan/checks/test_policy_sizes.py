"""Policies that are too large."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.policy_sizes import policy_sizes
from ringwall.plan.landscape import make_landscape


class Policies(msgspec.Struct, kw_only=True):
    tag: Annotated[Any, Meta(extra={"policy": "TAG_POLICY"})] = None
    other: Annotated[Any, Meta(extra={"policy": "UNKNOWN"})] = None


def test_the_text_without_spaces_counts(acme: str, read: Callable[[str], BlueprintFile]) -> None:
    landscape = make_landscape(read(acme))

    def check(length: int) -> list[str]:
        document = {"tags": {"a": "x" * (length - len('{"tags":{"a":""}}'))}}
        settings: Any = Policies(tag=document, other=document)
        return [r.message for r in policy_sizes(replace(landscape, settings=settings))]

    assert check(10_000) == []
    (message,) = check(10_001)
    assert message.startswith("10,001 characters without spaces; AWS takes 10,000 (https://")
    assert list(policy_sizes(landscape)) == []

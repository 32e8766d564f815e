"""The level of a blueprint: which defaults its settings have."""

from typing import Literal

Level = Literal["baseline", "strict"]
"""A field's default in the level strict is its `Meta(extra={"strict": ...})`, where it has one."""

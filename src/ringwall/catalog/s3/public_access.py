"""Block Public Access: its four settings, and how to go back to what they were."""

from collections.abc import Mapping
from typing import Any

from ringwall.model.write_shape import Shape

FLAGS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
ALL_BLOCKED: Mapping[str, bool] = dict.fromkeys(FLAGS, True)
TAKE = f"PublicAccessBlockConfiguration.{{{', '.join(f'{flag}: {flag}' for flag in FLAGS)}}}"
"""JMESPath of the four settings in the answer of GetPublicAccessBlock."""
ABSENT = ("NoSuchPublicAccessBlockConfiguration",)

SETTINGS: Mapping[str, Shape] = {f"{flag}?": bool for flag in FLAGS}
"""What a write of the settings can say: those that AWS named, so that undo puts them back."""


def keep_known(before: Mapping[str, Any]) -> dict[str, bool]:
    """Return the settings that AWS named: those to put back."""
    return {flag: bool(before[flag]) for flag in FLAGS if before.get(flag) is not None}

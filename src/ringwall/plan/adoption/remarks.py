"""What an adopted blueprint could not say, and why: listed, and written beside the setting."""

from typing import Literal, NamedTuple

SettingKeys = tuple[str, ...]
"""What leads to a setting: the keys of mappings, from the top of the file down."""
AdoptionKind = Literal["absent", "differs", "left out", "chosen", "unknown"]
"""A part that is turned off because there is none; a row that is not as the settings say; what no
setting can say; a choice that somebody should look at; what the snapshot does not tell."""


class AdoptionRemark(NamedTuple):
    """A remark on the setting that keys lead to; on the whole blueprint without any."""

    keys: SettingKeys
    kind: AdoptionKind
    text: str

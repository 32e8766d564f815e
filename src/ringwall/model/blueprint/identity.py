"""The language of a blueprint: the layer identity."""

import msgspec


class Identity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The layer identity of a blueprint."""

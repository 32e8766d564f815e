"""The language of a blueprint: the layer infrastructure, a struct for each of its sections."""

import msgspec


class Infrastructure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be reached, and from where."""

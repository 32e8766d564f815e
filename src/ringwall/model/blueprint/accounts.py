"""The language of a blueprint: the layer accounts."""

import msgspec


class Accounts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The layer accounts of a blueprint."""

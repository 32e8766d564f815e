"""The language of a blueprint: the layer data, a struct for each of its sections."""

import msgspec


class Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What protects the data itself."""

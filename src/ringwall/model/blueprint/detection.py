"""The language of a blueprint: the layer detection."""

import msgspec


class Detection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The layer detection of a blueprint."""

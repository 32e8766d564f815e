"""The language of a blueprint: the layer response, a struct for each of its sections."""

import msgspec


class Readiness(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is ready when the other layers have failed."""

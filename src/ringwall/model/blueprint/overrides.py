"""What a unit of the organization has otherwise than the rest: all but accounts and response."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from ringwall.model.blueprint.data import Data
from ringwall.model.blueprint.detection import Detection
from ringwall.model.blueprint.identity import Identity
from ringwall.model.blueprint.infrastructure import Infrastructure
from ringwall.model.blueprint.level import Level
from ringwall.model.blueprint.names import RegionName


class Overrides(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The parts of a blueprint that a unit may set for its accounts.

    Only what is written there counts, key by key; the nearest unit wins. Lists are replaced. A
    setting whose `Meta` has `extra={"once": True}` is one for the organization: no unit sets it.
    """

    level: Annotated[Level | UnsetType, Meta(description="The level of its accounts.")] = UNSET
    regions: Annotated[
        tuple[RegionName, ...] | UnsetType,
        Meta(description="The Regions that are governed there, of those of the blueprint."),
    ] = UNSET
    identity: Annotated[Identity | UnsetType, Meta(description="As the section identity.")] = UNSET
    infrastructure: Annotated[
        Infrastructure | UnsetType, Meta(description="As the section infrastructure.")
    ] = UNSET
    data: Annotated[Data | UnsetType, Meta(description="As the section data.")] = UNSET
    detection: Annotated[Detection | UnsetType, Meta(description="As the section detection.")] = (
        UNSET
    )

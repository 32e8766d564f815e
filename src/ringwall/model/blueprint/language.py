"""The language of a blueprint: `ringwall.yaml`, section by section, with every default.

The JSON Schema, the page docs/blueprint.md and the check of a file are made from these structs. A
field's `Meta` has its description; `extra={"strict": ...}` in it is its default in the level
`strict`, where that differs. A field is called as AWS calls the thing, in snake_case.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.accounts import Accounts
from ringwall.model.blueprint.detection import Detection
from ringwall.model.blueprint.identity import Identity

Level = Literal["baseline", "strict"]
RegionName = Annotated[str, Meta(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")]


class Blueprint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole blueprint, or what a unit overrides of it."""

    blueprint: Annotated[
        str,
        Meta(
            description="The blueprint's name: the first part of the tag ringwall:blueprint on all "
            "that it makes.",
            pattern=r"^[a-z][a-z0-9-]{0,31}$",
        ),
    ]
    home_region: Annotated[
        RegionName,
        Meta(description="The Region of what is once for the organization, such as the trail."),
    ]
    regions: Annotated[
        tuple[RegionName, ...],
        Meta(description="The Regions that are governed; the home Region is one of them."),
    ] = ()
    level: Annotated[
        Level,
        Meta(description="baseline is for everyone; strict may cost more and refuse more."),
    ] = "baseline"
    accounts: Annotated[
        Accounts, Meta(description="Layer 1: the organization, its units, accounts, policies.")
    ] = msgspec.field(default_factory=Accounts)
    identity: Annotated[Identity, Meta(description="Layer 2: who may sign in, and as what.")] = (
        msgspec.field(default_factory=Identity)
    )
    detection: Annotated[
        Detection, Meta(description="Layer 5: what is recorded, and who looks at it.")
    ] = msgspec.field(default_factory=Detection)

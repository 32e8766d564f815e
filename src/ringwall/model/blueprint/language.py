"""The language of a blueprint: `ringwall.yaml`, section by section, with every default.

The JSON Schema, the page docs/blueprint.md and the check of a file are made from these structs. A
field's `Meta` has its description; `extra={"strict": ...}` in it is its default in the level
`strict`, where that differs. A field is called as AWS calls the thing, in snake_case. Two more
members of `extra`: `"services": ("guardduty",)` names what a section needs of AWS, as botocore
calls it, so that a check can say where it does not exist; `"once": True` marks what is set once
for the organization, which no unit overrides.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.accounts import Accounts
from ringwall.model.blueprint.adopted import Adopted
from ringwall.model.blueprint.data import Data
from ringwall.model.blueprint.detection import Detection
from ringwall.model.blueprint.identity import Identity
from ringwall.model.blueprint.infrastructure import Infrastructure
from ringwall.model.blueprint.level import Level
from ringwall.model.blueprint.names import RegionName
from ringwall.model.blueprint.response import Readiness


class Blueprint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole blueprint."""

    blueprint: Annotated[
        str,
        Meta(
            description="The blueprint's name: the first part of the tag ringwall:blueprint on all "
            "that it makes.",
            pattern=r"^[a-z][a-z0-9-]{0,31}$",
            extra_json_schema={
                "patternErrorMessage": "a blueprint is named by up to 32 small letters, digits and "
                "-, a letter first"
            },
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
        Accounts,
        Meta(
            description="Layer 1: the organization, its units, accounts, policies.",
            extra={"services": ("organizations", "account")},
        ),
    ] = msgspec.field(default_factory=Accounts)
    identity: Annotated[
        Identity,
        Meta(
            description="Layer 2: who may sign in, and as what.",
            extra={"services": ("iam", "sso-admin", "identitystore", "accessanalyzer")},
        ),
    ] = msgspec.field(default_factory=Identity)
    infrastructure: Annotated[
        Infrastructure,
        Meta(description="Layer 3: networks, and what guards their edges."),
    ] = msgspec.field(default_factory=Infrastructure)
    data: Annotated[
        Data,
        Meta(description="Layer 4: keys, encryption, backups, and where sensitive data is."),
    ] = msgspec.field(default_factory=Data)
    detection: Annotated[
        Detection,
        Meta(description="Layer 5: what is recorded, and who looks at it."),
    ] = msgspec.field(default_factory=Detection)
    response: Annotated[
        Readiness,
        Meta(description="Layer 6: what responders need, before they need it."),
    ] = msgspec.field(default_factory=Readiness)
    adopt: Annotated[
        Adopted,
        Meta(
            description="What was there before, and is the blueprint's now.", extra={"once": True}
        ),
    ] = msgspec.field(default_factory=Adopted)

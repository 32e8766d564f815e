"""The language of a blueprint: AWS Control Tower."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

LandingZoneUse = Literal["none", "adopt", "create"]
ControlName = Annotated[
    str,
    Meta(
        pattern=r"^(arn:[\w:./-]+|[A-Za-z0-9][A-Za-z0-9._-]{2,127})$",
        extra_json_schema={
            "patternErrorMessage": "a control is written as in AWS-GR_ENCRYPTED_VOLUMES, or by its "
            "ARN of the control catalog"
        },
    ),
]
RegisteredUnit = Annotated[str, Meta(min_length=1, max_length=700)]


class ControlTower(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The landing zone of AWS Control Tower, the units that it governs, and their controls."""

    landing_zone: Annotated[
        LandingZoneUse,
        Meta(
            description="none: Control Tower is left alone. adopt: there is a landing zone, and it "
            "stays as it is. create: one is made of the accounts security and log_archive."
        ),
    ] = "none"
    version: Annotated[
        str,
        Meta(description="The version of a landing zone that is made.", pattern=r"^[0-9.]{1,9}$"),
    ] = "3.3"
    security_unit: Annotated[
        str,
        Meta(
            description="The OU that Control Tower makes for the two shared accounts: its name, "
            "in versions before 4.",
            min_length=1,
            max_length=128,
        ),
    ] = "Security"
    retention_days: Annotated[
        int,
        Meta(description="For how many days the logs of a landing zone are kept.", ge=1, le=5475),
    ] = 365
    identity_center: Annotated[
        bool,
        Meta(description="Whether a landing zone that is made also sets up IAM Identity Center."),
    ] = True
    baseline_version: Annotated[
        str,
        Meta(
            description="The version of the baseline AWSControlTowerBaseline, by which OUs are "
            "registered.",
            pattern=r"^[0-9.]{1,9}$",
        ),
    ] = "4.0"
    registered_units: Annotated[
        tuple[RegisteredUnit, ...],
        Meta(description="The units that Control Tower governs, by path: Workloads/Prod."),
    ] = ()
    controls: Annotated[
        dict[RegisteredUnit, tuple[ControlName, ...]],
        Meta(description="The controls that are enabled, by the path of the unit."),
    ] = msgspec.field(default_factory=dict)

    @property
    def enabled(self) -> bool:
        """Whether Control Tower is used."""
        return self.landing_zone != "none"

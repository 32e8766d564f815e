"""The language of a blueprint: AWS Control Tower."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import UnitPath

LandingZoneMode = Literal["none", "adopt", "create"]
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


class ControlTower(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The landing zone of AWS Control Tower, the units that it governs, and their controls."""

    landing_zone: Annotated[
        LandingZoneMode,
        Meta(
            description="none: Control Tower is left alone. adopt: there is a landing zone, and it "
            "stays as it is. create: one is made of the accounts security and log_archive; AWS "
            "refuses it where AWS Config or CloudTrail has trusted access already."
        ),
    ] = "none"
    version: Annotated[
        str,
        Meta(
            description="The version of a landing zone that is made: 4.0, or a later one.",
            pattern=r"^([4-9]|[1-9][0-9])\.[0-9]{1,2}$",
            extra_json_schema={"patternErrorMessage": "a version is written as in 4.0"},
        ),
    ] = "4.0"
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
    identity_center_baseline: Annotated[
        str,
        Meta(
            description="The ARN of the enabled baseline of IAM Identity Center, which units need "
            "where the landing zone has it."
        ),
    ] = ""
    registered_units: Annotated[
        tuple[UnitPath, ...],
        Meta(description="The units that Control Tower governs, by path: Workloads/Prod."),
    ] = ()
    controls: Annotated[
        dict[UnitPath, tuple[ControlName, ...]],
        Meta(description="The controls that are enabled, by the path of the unit."),
    ] = msgspec.field(default_factory=dict)

    @property
    def enabled(self) -> bool:
        """Whether Control Tower is used."""
        return self.landing_zone != "none"

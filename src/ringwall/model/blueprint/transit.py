"""The language of a blueprint: the hub that VPCs are joined by, of the layer infrastructure."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import AccountName, UnitPath

ONCE: dict[str, Any] = {"once": True}
"""Marks what is set once for the organization."""


class Transit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A transit gateway in each Region that has VPCs, which accounts attach theirs to.

    It is paid by the hour for each VPC, and by the gigabyte.
    """

    enabled: Annotated[
        bool, Meta(description="Whether VPCs are joined by transit gateways.", extra=ONCE)
    ] = False
    account: Annotated[
        AccountName | None,
        Meta(
            description="The account with the hub: the transit gateways, and the VPC that traffic "
            "leaves by and is inspected in. If left out, the one called network, if there is one, "
            "else the one for security.",
            extra=ONCE,
        ),
    ] = None
    production_units: Annotated[
        tuple[UnitPath, ...],
        Meta(
            description="The units whose VPCs are production: with those of others, they have no "
            "way to each other.",
            extra=ONCE,
        ),
    ] = ("Workloads/Prod",)
    egress: Annotated[
        Literal["none", "single", "zonal"],
        Meta(
            description="How VPCs reach the internet by the hub: not at all, by one NAT gateway "
            "of it, or by one in each zone. Each is paid by the hour and the gigabyte.",
            extra=ONCE,
        ),
    ] = "none"
    amazon_side_asn: Annotated[
        int,
        Meta(
            ge=64512,
            le=65534,
            description="Its number for BGP. AWS never changes it.",
            extra=ONCE,
        ),
    ] = 64512

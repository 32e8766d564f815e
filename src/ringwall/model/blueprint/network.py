"""The language of a blueprint: the VPCs of accounts, of the layer infrastructure."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import AccountName, RegionName

Cidr = Annotated[
    str,
    Meta(
        pattern=r"^(\d{1,3}\.){3}\d{1,3}/\d{1,2}$",
        extra_json_schema={"patternErrorMessage": "a block of addresses is written 10.1.0.0/20"},
    ),
]
ZoneId = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+-az[0-9]$",
        extra_json_schema={"patternErrorMessage": "a zone is named by its id, such as use1-az1"},
    ),
]
GatewayEndpoint = Literal["s3", "dynamodb"]
InterfaceEndpoint = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9.-]{1,62}$",
        extra_json_schema={
            "patternErrorMessage": "an endpoint is named as its service is: ssm, ecr.dkr, logs"
        },
    ),
]
Nat = Literal["none", "single", "zonal", "regional"]
BlockMode = Literal["off", "block-ingress", "block-bidirectional"]


class VpcAddress(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The addresses of one VPC, where they are not to be the next free ones of the plan."""

    account: Annotated[AccountName, Meta(description="The name of its account.")]
    region: Annotated[RegionName, Meta(description="Its Region.")]
    cidr: Annotated[Cidr, Meta(description="Its block.")]
    hub: Annotated[
        bool, Meta(description="Whether it is the VPC of the hub, which the account may have too.")
    ] = False


class Networks(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """VPCs from one plan of addresses: public, private and isolated subnets in each zone.

    NAT gateways and interface endpoints are paid by the hour, so none is made that is not named.
    """

    enabled: Annotated[bool, Meta(description="Whether accounts get a VPC.")] = False
    cidr: Annotated[
        Cidr, Meta(description="The block that all VPCs are cut from.", extra={"once": True})
    ] = "10.0.0.0/8"
    vpc_prefix: Annotated[
        int,
        Meta(
            ge=16,
            le=24,
            description="The length of a VPC's prefix; each subnet gets a sixteenth.",
            extra={"once": True},
        ),
    ] = 20
    accounts: Annotated[
        tuple[AccountName, ...],
        Meta(
            description="The accounts that get a VPC; all but those with a role if left out.",
            extra={"once": True},
        ),
    ] = ()
    regions: Annotated[
        tuple[RegionName, ...],
        Meta(
            description="The Regions in which; the home Region if left out.", extra={"once": True}
        ),
    ] = ()
    addresses: Annotated[
        tuple[VpcAddress, ...],
        Meta(
            description="VPCs with addresses of their own. Those of a VPC never change: name them "
            "here before you change the order of accounts, the Regions, or vpc_prefix.",
            extra={"once": True},
        ),
    ] = ()
    zones: Annotated[
        int,
        Meta(ge=1, le=4, description="In how many zones it has subnets.", extra={"strict": 3}),
    ] = 2
    zone_ids: Annotated[
        dict[RegionName, tuple[ZoneId, ...]],
        Meta(description="The zones of a Region, where not the first ones are wanted."),
    ] = {}
    public_subnets: Annotated[
        bool, Meta(description="Whether there is an internet gateway, with subnets beside it.")
    ] = True
    nat: Annotated[
        Nat,
        Meta(
            description="How private subnets reach the internet: not at all, by one NAT gateway, "
            "by one in each zone, or by a regional one. Each is paid by the hour and the gigabyte."
        ),
    ] = "none"
    gateway_endpoints: Annotated[
        tuple[GatewayEndpoint, ...],
        Meta(description="Services that are reached by gateway endpoints, which are free."),
    ] = ("s3", "dynamodb")
    interface_endpoints: Annotated[
        tuple[InterfaceEndpoint, ...],
        Meta(
            description="Services that are reached by interface endpoints. Session Manager needs "
            "ssm and ssmmessages. Each is paid by the hour and zone."
        ),
    ] = ()
    denied_ports: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=65535)], ...],
        Meta(description="Ports that network ACLs deny from the internet, whatever groups allow."),
    ] = (22, 3389)
    block_public_access: Annotated[
        BlockMode,
        Meta(
            description="VPC Block Public Access of all accounts in all Regions, whether they get "
            "a VPC or not: what is public in VPCs of others goes dark, unless a unit overrides it. "
            "The blueprint's own VPCs with public subnets are excluded from it."
        ),
    ] = "off"
    dnssec_validation: Annotated[
        bool,
        Meta(
            description="Whether Route 53 Resolver validates DNSSEC for all VPCs that the "
            "blueprint makes, those of hubs and of forensics too: forged answers of domains that "
            "are signed are dropped. Names of domains whose signatures are broken no longer "
            "resolve."
        ),
    ] = False

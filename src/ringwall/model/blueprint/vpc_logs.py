"""The language of a blueprint: what is logged of VPCs, of the layer detection."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import AccountName, BucketName, Days, RegionName, VpcId


class LoggedVpc(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A VPC that is there, and is to be logged."""

    account: Annotated[AccountName, Meta(description="The name of its account.")]
    region: Annotated[RegionName, Meta(description="Its Region.")]
    vpc_id: Annotated[VpcId, Meta(description="Its id.")]


class FlowLogs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Flow logs: who talked to whom in VPCs, to a bucket in the log archive."""

    enabled: Annotated[bool, Meta(description="Whether there are flow logs.")] = True
    vpcs: Annotated[
        tuple[LoggedVpc, ...], Meta(description="The VPCs that are there and are logged.")
    ] = ()
    traffic_type: Annotated[
        Literal["ALL", "ACCEPT", "REJECT"], Meta(description="The traffic that is recorded.")
    ] = "ALL"
    max_aggregation_interval: Annotated[
        Literal[60, 600],
        Meta(description="The longest time of one record, in seconds.", extra={"strict": 60}),
    ] = 600
    s3_bucket_name: Annotated[
        BucketName,
        Meta(description="The bucket; <blueprint>-flow-logs-<account id>-<Region> if left out."),
    ] = ""
    expiration_days: Annotated[
        Days, Meta(description="After how many days flow logs are deleted.")
    ] = 365


class ResolverLogs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Query logs of Route 53 Resolver: the names that were asked for in VPCs."""

    enabled: Annotated[bool, Meta(description="Whether queries are logged.")] = True
    vpcs: Annotated[
        tuple[LoggedVpc, ...], Meta(description="The VPCs that are there and are logged.")
    ] = ()
    s3_bucket_name: Annotated[
        BucketName,
        Meta(
            description="The bucket; <blueprint>-resolver-logs-<account id>-<Region> if left out."
        ),
    ] = ""
    expiration_days: Annotated[
        Days, Meta(description="After how many days query logs are deleted.")
    ] = 365

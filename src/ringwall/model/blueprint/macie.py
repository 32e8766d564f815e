"""The language of a blueprint: what Macie does, of the layer data."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import Days


class Macie(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Amazon Macie: where sensitive data is in buckets, and which buckets are open.

    It is paid by the bucket, by the object that is watched, and by the GB that is looked into.
    """

    enabled: Annotated[
        bool,
        Meta(
            description="Whether Macie is on, in every account and Region. In us-east-1 a bucket "
            "costs 0.10 USD a month, 100,000 objects 0.01 USD, a GB that is looked into 1 USD."
        ),
    ] = False
    finding_publishing_frequency: Annotated[
        Literal["FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"],
        Meta(description="How often policy findings that come again are sent."),
    ] = "FIFTEEN_MINUTES"
    automated_discovery: Annotated[
        bool,
        Meta(
            description="Whether Macie looks by itself, each day, into samples of the objects of "
            "all accounts."
        ),
    ] = True
    classification_export: Annotated[
        bool,
        Meta(
            description="Whether results are written to a bucket in the log archive, one in each "
            "Region with a key of its own: Macie itself keeps them for 90 days."
        ),
    ] = True
    expiration_days: Annotated[Days, Meta(description="After how many days they are deleted.")] = (
        731
    )
    publish_policy_findings: Annotated[
        bool, Meta(description="Whether Security Hub CSPM is sent findings on buckets' settings.")
    ] = True
    publish_classification_findings: Annotated[
        bool, Meta(description="Whether Security Hub CSPM is sent findings on sensitive data.")
    ] = True

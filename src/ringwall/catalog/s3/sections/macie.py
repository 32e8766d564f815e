"""The buckets that Macie writes its results to."""

from collections.abc import Iterator

from ringwall.catalog.data_keys import MACIE, exports_results, of_macie
from ringwall.catalog.policy_statements import allow_service
from ringwall.catalog.s3.log_buckets import LogBucket
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted

SERVICE = "macie.amazonaws.com"


@wants(MACIE)
def want_result_buckets(landscape: Landscape) -> Iterator[Wanted]:
    """Have a bucket in each Region for what Macie found."""
    for region in landscape.regions_of("macie2", landscape.security, landscape.management):
        if not exports_results(landscape, region):
            continue
        bucket = LogBucket(
            landscape,
            "macie",
            MACIE,
            "Macie itself forgets after 90 days what it found, and where it found nothing",
            landscape.settings.data.macie.expiration_days,
            region=region,
            key="macie",
        )
        ours = of_macie(landscape, region)
        yield bucket.want(
            allow_service("Locate", SERVICE, ("s3:GetBucketLocation",), bucket.arn, ours),
            allow_service("Write", SERVICE, ("s3:PutObject",), bucket.objects(), ours),
        )

"""The keys of the buckets that Macie writes its results to."""

from collections.abc import Iterator

from ringwall.catalog.data_keys import MACIE, exports_results, of_macie
from ringwall.catalog.detection_keys import kms_key
from ringwall.catalog.kms.named_keys import want_named_key
from ringwall.catalog.policy_statements import administer_key, allow_service, write_policy
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted


@wants(MACIE)
def want_result_keys(landscape: Landscape) -> Iterator[Wanted]:
    """Have a key in each Region for what Macie found."""
    for region in landscape.regions_of("macie2", landscape.security, landscape.management):
        if exports_results(landscape, region):
            statement = allow_service(
                "Macie",
                "macie.amazonaws.com",
                ("kms:GenerateDataKey", "kms:Encrypt"),
                "*",
                of_macie(landscape, region),
            )
            yield from want_named_key(
                landscape,
                kms_key(landscape.logs, landscape, "macie", region),
                MACIE,
                "who may read the bucket still needs the key to read where sensitive data is",
                write_policy(administer_key(landscape, landscape.logs), statement),
            )

"""The bucket that sessions of Session Manager are logged to."""

from collections.abc import Iterator

from ringwall.catalog.s3.log_buckets import LogBucket
from ringwall.catalog.session_keys import SECTION, find_session_regions
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted
from ringwall.model.table import Row


@wants(SECTION)
def want_session_bucket(landscape: Landscape) -> Iterator[Wanted]:
    """Have a bucket in the log archive; each account writes below its own id, and reads nothing."""
    if not find_session_regions(landscape):
        return
    wanted = landscape.settings.infrastructure.session_manager
    bucket = LogBucket(
        landscape,
        "sessions",
        SECTION,
        "what was typed in a session is known after an incident",
        wanted.expiration_days,
        given_name=wanted.s3_bucket_name,
        key="sessions",
    )
    own = bucket.objects("${aws:PrincipalAccount}/")
    yield bucket.want(
        _allow(landscape, "Write", "s3:PutObject", own),
        _allow(landscape, "Check", "s3:GetEncryptionConfiguration", bucket.arn),
    )


def _allow(landscape: Landscape, sid: str, action: str, resource: object) -> Row:
    """Return a statement for instances of the organization."""
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": action,
        "Resource": resource,
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": landscape.organization_id}},
    }

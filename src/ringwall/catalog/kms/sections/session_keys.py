"""The keys that sessions of Session Manager are encrypted with, one a Region."""

from collections.abc import Iterator

from ringwall.catalog.kms.named_keys import want_named_key
from ringwall.catalog.policy_statements import administer_key, write_policy
from ringwall.catalog.session_keys import (
    SECTION,
    find_session_regions,
    session_key,
)
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted
from ringwall.model.table import Row


@wants(SECTION)
def want_session_keys(landscape: Landscape) -> Iterator[Wanted]:
    """Have a key in each Region, for those of the organization who have a session."""
    for region in find_session_regions(landscape):
        yield from want_named_key(
            landscape,
            session_key(landscape, region),
            SECTION,
            "who records the connection of a session cannot read what was typed",
            write_policy(administer_key(landscape, landscape.logs), *_allow_use(landscape)),
        )


def _allow_use(landscape: Landscape) -> Iterator[Row]:
    """Yield what users and instances need, each by IAM policies of its own account too."""
    ours = {"aws:PrincipalOrgID": landscape.organization_id}
    sessions = {"StringEquals": ours, "Null": {"kms:EncryptionContext:aws:ssm:SessionId": "false"}}
    service = f"s3.{landscape.home_region}.amazonaws.com*"  # in China its name is longer
    objects = {"StringEquals": ours, "StringLike": {"kms:ViaService": service}}
    use = ["kms:Decrypt", "kms:GenerateDataKey*"]
    for sid, condition in (("Sessions", sessions), ("Logs", objects)):
        yield {
            "Sid": sid,
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": use,
            "Resource": "*",
            "Condition": condition,
        }

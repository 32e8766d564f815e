"""Block Public Access of a whole account, after a look at which buckets that shuts."""

from collections.abc import Iterator
from itertools import islice

from ringwall.catalog.s3.opening_grants import is_public_acl
from ringwall.catalog.s3.public_access import ABSENT, ALL_BLOCKED, SETTINGS, TAKE, keep_known
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import CallFailed
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

MOST_BUCKETS = 1000
"""So many are looked at: of an account with more, a person has to say that it may be shut."""
MOST_NAMED = 50
ACCOUNT_WRITES = (
    WriteShape(
        "s3control.put_public_access_block",
        {"AccountId": "{account_id}", "PublicAccessBlockConfiguration": SETTINGS},
    ),
    WriteShape("s3control.delete_public_access_block", {"AccountId": "{account_id}"}),
)


def close_account(
    owner: str, reader: Reader, name: str = "", needs: tuple[str, ...] = ()
) -> Iterator[Change | HumanStep]:
    """Yield the Change that shuts every bucket of the account, and which ones that breaks.

    `name` is a bucket that is shut anyway. `needs` are the Changes whose undo it would refuse: it
    is undone before them.
    """
    account = {"AccountId": owner}
    probe = Probe("s3control.get_public_access_block", account, TAKE, ABSENT)
    before = read_state(probe, reader)
    if before == ALL_BLOCKED:
        return
    resource = f"arn:{reader.partition}:s3:::*"
    listed = reader.items("s3.list_buckets", "Buckets", MaxBuckets=1000)
    found = list(islice(listed, MOST_BUCKETS + 1))
    if len(found) > MOST_BUCKETS:
        yield HumanStep(
            resource,
            "Block public access of the account yourself, once it is known what that breaks",
            f"it has over {MOST_BUCKETS} buckets, and not all of them were looked at",
        )
        return
    yield from _tell_shut([one for one in found if one["Name"] != name], owner, reader)
    put, member = "s3control.put_public_access_block", "PublicAccessBlockConfiguration"
    undo = Write("s3control.delete_public_access_block", account)
    if before is not None:
        undo = Write(put, {**account, member: keep_known(before)})
    yield Change(
        account_id=owner,
        region=reader.region,
        resource=resource,
        write=Write(put, {**account, member: ALL_BLOCKED}),
        probe=probe,
        before=before,
        after=ALL_BLOCKED,
        why="no bucket of the account can be opened to everyone",
        layer="response",
        blast="availability",
        undo=undo,
        stage="contain",
        needs=needs,
    )


def _tell_shut(others: list[Row], owner: str, reader: Reader) -> Iterator[HumanStep]:
    """Yield which other buckets are public, and of which that could not be read."""
    resource = f"arn:{reader.partition}:s3:::*"
    shut: list[str] = []
    unknown: list[str] = []
    problem = ""
    for one in others:
        try:
            shut += [one["Name"]] if _is_public(one, owner, reader) else []
        except CallFailed as error:
            if error.code != "NoSuchBucket":
                unknown.append(one["Name"])
                problem = problem or str(error)
    if shut:
        what = f"Tell who owns these buckets: {_name(shut)}"
        yield HumanStep(resource, what, "they are public: the account's block shuts them")
    if unknown:
        what = f"Look whether these buckets are public, and tell who owns them: {_name(unknown)}"
        why = f"the account's block shuts them if they are, and that could not be read: {problem}"
        yield HumanStep(resource, what, why)


def _name(buckets: list[str]) -> str:
    more = f" and {len(buckets) - MOST_NAMED} more" if len(buckets) > MOST_NAMED else ""
    return f"{', '.join(buckets[:MOST_NAMED])}{more}"


def _is_public(listed: Row, owner: str, home: Reader) -> bool:
    """Whether a bucket is public now; CallFailed where that could not be read."""
    reader: Reader = home.at(listed.get("BucketRegion") or home.region)
    which = {"Bucket": listed["Name"], "ExpectedBucketOwner": owner}
    probe = Probe("s3.get_public_access_block", which, TAKE, ABSENT)
    if read_state(probe, reader) == ALL_BLOCKED:
        return False
    status = Probe(
        "s3.get_bucket_policy_status", which, "PolicyStatus.IsPublic", ("NoSuchBucketPolicy",)
    )
    is_public = bool(read_state(status, reader))
    return is_public or is_public_acl(reader.call("s3.get_bucket_acl", **which)["Grants"])

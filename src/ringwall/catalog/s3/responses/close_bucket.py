"""Closes a bucket that was opened: Block Public Access, and grants to others taken out."""

from collections.abc import Collection, Iterator
from typing import Any

from ringwall.catalog.s3.account_closing import ACCOUNT_WRITES, close_account
from ringwall.catalog.s3.opening_grants import close_grants, close_statement
from ringwall.catalog.s3.public_access import ABSENT, ALL_BLOCKED, SETTINGS, TAKE, keep_known
from ringwall.catalog.s3.threatened_bucket import (
    BUSY,
    OWNED,
    ThreatenedBucket,
    open_bucket,
    parse_statements,
)
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import AccessDenied, CallFailed, NeedsHuman
from ringwall.model.reference import write_json
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.state import read_state
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

PUT_BACK = (*BUSY, "AccessDenied")
"""Block Public Access may still refuse what an undo puts back: it is taken off a moment before."""
GRANTEE = {"Type": r"\w+", "ID?": r"\w+", "URI?": r"[\w:/.-]+", "EmailAddress?": r"\S+"}
WRITES = (
    WriteShape("s3.put_public_access_block", {**OWNED, "PublicAccessBlockConfiguration": SETTINGS}),
    WriteShape("s3.delete_public_access_block", OWNED),
    WriteShape("s3.put_bucket_policy", {**OWNED, "Policy": r"\{[\s\S]*\}"}),
    WriteShape("s3.delete_bucket_policy", OWNED),
    WriteShape(
        "s3.put_bucket_acl",
        {
            **OWNED,
            "AccessControlPolicy": {
                "Grants": [{"Grantee": GRANTEE, "Permission": r"[A-Z_]+"}],
                "Owner": {"ID": r"\w+"},
            },
        },
    ),
    *ACCOUNT_WRITES,
)
OF_ACCOUNTS = (
    "s3.account_block_public_access_is_removed",
    "guardduty.Policy:S3/AccountBlockPublicAccessDisabled",
)
"""Rules about the block of a whole account."""
SHARED = ("s3.bucket_is_shared_with_foreign_account", "s3.bucket_owner_is_locked_out")
"""Rules about what Block Public Access does not stop."""
ACL = (
    "{grants: Grants[].{on: Grantee.{Type: Type, ID: ID, URI: URI, EmailAddress: EmailAddress}, "
    "may: Permission}}"
)


@responds(
    "Close an S3 bucket",
    "bucket",
    "account",
    writes=WRITES,
    reads=(
        "s3.get_bucket_acl",
        "s3.get_bucket_location",
        "s3.get_bucket_policy",
        "s3.get_bucket_policy_status",
        "s3.get_bucket_website",
        "s3.get_public_access_block",
        "s3.list_buckets",
        "s3control.get_public_access_block",
    ),
    risks=(
        "A website that is served from the bucket stops, and so do all that read it anonymously.",
        "Other accounts that a public policy let in are shut out too.",
        "Pre-signed URLs and access keys of the account still work.",
        "account=yes shuts every public bucket of the account.",
    ),
    rollback="Block Public Access, the policy and the ACL are just as they were.",
    answers=(
        "s3.account_block_public_access_is_removed",
        "s3.bucket_acl_is_opened_to_everyone",
        "s3.bucket_becomes_a_website",
        "s3.bucket_block_public_access_is_removed",
        "s3.bucket_is_listed_anonymously",
        "s3.bucket_is_shared_with_foreign_account",
        "s3.bucket_owner_is_locked_out",
        "s3.bucket_policy_is_opened_to_everyone",
        "s3.objects_are_changed_anonymously",
        "s3.objects_are_made_public",
        "guardduty.Policy:S3/*",
    ),
    options=(
        ResponseOption(
            "grants",
            "Take grants to everyone and to other accounts out of the policy and the ACL; auto: "
            "where the rule tells of another account. Block Public Access does not stop those.",
            "auto",
            "auto|remove|keep",
        ),
        ResponseOption(
            "keep", "Ids of other accounts whose grants stay, with commas.", "", r"(\d{12},?){0,50}"
        ),
        ResponseOption("account", "Block public access of the whole account too.", "no", "yes|no"),
    ),
)
def close_bucket(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Block public access to the bucket; take out grants to others where that is chosen.

    What opens it is taken out first: the undo then lifts Block Public Access before it puts back
    what that would refuse. The bucket's own block waits for nothing, that of the account does. Of
    an account whose block was taken off, that is put on again.
    """
    if threat.kind == "account":
        yield from _close_whole_account(threat, scene)
        return
    bucket = open_bucket(threat, scene)
    kept = {one for one in scene.options["keep"].split(",") if one}
    chosen = scene.options["grants"]
    removes = chosen == "remove" or (chosen == "auto" and threat.rule in SHARED)
    needs: list[str] = []
    for item in (
        *_close_policy(bucket, kept, removes=removes),
        *_close_acl(bucket, removes=removes),
    ):
        needs += [item.id] if isinstance(item, Change) else []
        yield item
    yield from _block(bucket)
    yield from _tell_website(bucket)
    if scene.options["account"] == "yes":
        yield from close_account(bucket.owner, bucket.reader, bucket.name, tuple(needs))


def _close_whole_account(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    # A finding about a bucket may name its account, too: that is no reason to shut all the others.
    if threat.rule not in ("", *OF_ACCOUNTS):
        raise NeedsHuman(
            "the finding is about a bucket that it does not name; name it, or the account yourself"
        )
    yield from close_account(threat.account_id, scene.reader(threat))


def _make(bucket: ThreatenedBucket, **facts: Any) -> Change:
    return Change(
        account_id=bucket.owner,
        region=bucket.reader.region,
        resource=bucket.arn,
        layer="response",
        stage="contain",
        blast="availability",
        **facts,
    )


def _close_policy(
    bucket: ThreatenedBucket, kept: Collection[str], *, removes: bool
) -> Iterator[Change | HumanStep]:
    text = bucket.read_policy()
    document, statements = parse_statements(text)
    closed = [close_statement(one, bucket.owner, kept) for one in statements]
    if text is None or closed == statements:
        return
    if not removes:
        yield HumanStep(
            bucket.arn,
            "Look at the bucket's policy: it lets others in. grants=remove takes that out",
            "Block Public Access stops everyone, but not accounts that a policy names",
        )
        return
    left = [one for one in closed if one is not None]
    write = Write("s3.delete_bucket_policy", bucket.which, BUSY)
    after = None
    if left:
        after = {"policy": {**document, "Statement": left}}
        parameters = {**bucket.which, "Policy": write_json(after["policy"])}
        write = Write("s3.put_bucket_policy", parameters, BUSY)
    yield _make(
        bucket,
        write=write,
        probe=bucket.policy_probe(),
        before={"policy": document},
        after=after,
        why="the policy lets nobody in but the account, services, and who is to stay",
        undo=Write("s3.put_bucket_policy", {**bucket.which, "Policy": text}, PUT_BACK),
    )


def _close_acl(bucket: ThreatenedBucket, *, removes: bool) -> Iterator[Change | HumanStep]:
    answer = bucket.reader.call("s3.get_bucket_acl", **bucket.which)
    owner = answer["Owner"]["ID"]
    grants = [_strip(grant) for grant in answer["Grants"]]
    left = close_grants(grants, owner)
    if left == grants:
        return
    if not removes:
        yield HumanStep(
            bucket.arn,
            "Look at the bucket's ACL: it lets others in. grants=remove takes that out",
            "Block Public Access stops everyone, but not accounts that an ACL names",
        )
        return
    yield _make(
        bucket,
        write=_put_acl(bucket, left, owner, BUSY),
        probe=Probe("s3.get_bucket_acl", bucket.which, ACL, normal={"grants": "set"}),
        before={"grants": [_show(grant) for grant in grants]},
        after={"grants": [_show(grant) for grant in left]},
        why="the ACL lets nobody in but the owner",
        undo=_put_acl(bucket, grants, owner, PUT_BACK),
    )


def _strip(grant: dict[str, Any]) -> dict[str, Any]:
    names = ("Type", "ID", "URI", "EmailAddress")
    grantee = {name: grant["Grantee"][name] for name in names if grant["Grantee"].get(name)}
    return {"Grantee": grantee, "Permission": grant["Permission"]}


def _show(grant: dict[str, Any]) -> dict[str, Any]:
    names = ("Type", "ID", "URI", "EmailAddress")
    on = {name: grant["Grantee"].get(name) for name in names}
    return {"on": on, "may": grant["Permission"]}


def _put_acl(
    bucket: ThreatenedBucket, grants: list[dict[str, Any]], owner: str, retry: tuple[str, ...]
) -> Write:
    acl = {"Grants": grants, "Owner": {"ID": owner}}
    return Write("s3.put_bucket_acl", {**bucket.which, "AccessControlPolicy": acl}, retry)


def _block(bucket: ThreatenedBucket) -> Iterator[Change]:
    probe = Probe("s3.get_public_access_block", bucket.which, TAKE, ABSENT)
    before = read_state(probe, bucket.reader)
    if before == ALL_BLOCKED:
        return
    put, member = "s3.put_public_access_block", "PublicAccessBlockConfiguration"
    undo = Write("s3.delete_public_access_block", bucket.which, BUSY)
    if before is not None:
        undo = Write(put, {**bucket.which, member: keep_known(before)}, BUSY)
    yield _make(
        bucket,
        write=Write(put, {**bucket.which, member: ALL_BLOCKED}, BUSY),
        probe=probe,
        before=before,
        after=ALL_BLOCKED,
        why="nobody outside the account reads the bucket, whatever its policy and its ACLs say",
        undo=undo,
    )


def _tell_website(bucket: ThreatenedBucket) -> Iterator[HumanStep]:
    what = "Tell who owns the website that it stops; serve it through CloudFront instead"
    why = "a bucket that is closed serves no website"
    try:
        bucket.reader.call("s3.get_bucket_website", **bucket.which)
    except AccessDenied as error:
        what = "Find out whether a website is served from the bucket, and tell who owns it"
        why = f"{why}, and AWS let nobody look: {error}"
    except CallFailed as error:
        if error.is_one_of(("NoSuchWebsiteConfiguration",)):
            return
        raise
    yield HumanStep(bucket.arn, what, why)

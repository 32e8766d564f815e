"""Closing a bucket: acted, verified, killed and undone; what it opens for others, taken out."""

import json

import pytest
from open_bucket import EVERYONE, make_bucket, make_open_bucket
from policy_texts import write
from response_world import ResponseWorld, list_operations

TABLES = ("s3_bucket", "s3_account")
ID = "s3.close_bucket"


@pytest.fixture
def bucket(response_world: ResponseWorld) -> str:
    """Return the ARN of a bucket that everyone may read, and that another account may."""
    return make_open_bucket(response_world)


def read_blocks(world: ResponseWorld) -> dict[str, bool]:
    found = world.client("s3").get_public_access_block(Bucket="shop-data")
    return dict(found["PublicAccessBlockConfiguration"])


def test_a_bucket_is_closed_and_opened_again(response_world: ResponseWorld, bucket: str) -> None:
    before = response_world.look(*TABLES)
    threat = response_world.threat("bucket", bucket)
    planned = response_world.plan(ID, threat)
    assert list_operations(planned) == ["s3.put_public_access_block"]
    assert len(planned.steps) == 2  # the policy and the ACL still let other accounts in
    report = response_world.respond(ID, threat)
    assert set(read_blocks(response_world).values()) == {True}
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert response_world.look(*TABLES) == before


def test_grants_to_others_are_taken_out_and_come_back(
    response_world: ResponseWorld, bucket: str
) -> None:
    client = response_world.client("s3")
    before = response_world.look(*TABLES)
    text = client.get_bucket_policy(Bucket="shop-data")["Policy"]
    threat = response_world.threat(
        "bucket", bucket, rule="s3.bucket_is_shared_with_foreign_account"
    )
    report = response_world.respond(ID, threat, keep="111122223333")
    policy = json.loads(client.get_bucket_policy(Bucket="shop-data")["Policy"])
    assert [one["Principal"] for one in policy["Statement"]] == [
        {"AWS": ["arn:aws:iam::111122223333:role/x"]},
        {"Service": "sns.amazonaws.com"},
    ]
    grants = client.get_bucket_acl(Bucket="shop-data")["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]
    assert response_world.plan(ID, threat, keep="111122223333").changes == ()
    response_world.undo(report.run.id)
    assert response_world.look(*TABLES) == before
    assert client.get_bucket_policy(Bucket="shop-data")["Policy"] == text


def test_a_policy_of_which_nothing_is_left_is_deleted(
    response_world: ResponseWorld, bucket: str
) -> None:
    client = response_world.client("s3")
    client.put_bucket_policy(Bucket="shop-data", Policy=write(EVERYONE))
    before = response_world.look(*TABLES)
    report = response_world.respond(ID, response_world.threat("bucket", bucket), grants="remove")
    assert "s3.delete_bucket_policy" in [one.change.write.operation for one in report.steps]
    response_world.undo(report.run.id)
    assert response_world.look(*TABLES) == before


def test_what_is_closed_in_part_is_closed_for_the_rest(
    response_world: ResponseWorld, bucket: str
) -> None:
    client = response_world.client("s3")
    blocks = {"IgnorePublicAcls": True, "RestrictPublicBuckets": False}
    client.put_public_access_block(Bucket="shop-data", PublicAccessBlockConfiguration=blocks)
    before = read_blocks(response_world)
    report = response_world.respond(ID, response_world.threat("bucket", bucket))
    response_world.undo(report.run.id)
    assert read_blocks(response_world) == before


def test_an_account_is_shut_once_it_is_told_what_breaks(
    response_world: ResponseWorld, bucket: str
) -> None:
    client = response_world.client("s3")
    for name in ("quiet-data", "public-data"):
        make_bucket(client, name)
    client.put_bucket_acl(Bucket="public-data", ACL="public-read")
    before = response_world.look(*TABLES)
    threat = response_world.threat("bucket", bucket)
    planned = response_world.plan(ID, threat, account="yes")
    assert list_operations(planned)[-1] == "s3control.put_public_access_block"
    assert "these buckets: public-data" in planned.steps[-1].what
    report = response_world.respond(ID, threat, account="yes")
    response_world.undo(report.run.id)
    assert response_world.look(*TABLES) == before


def test_an_account_whose_block_was_taken_off_is_shut_again(response_world: ResponseWorld) -> None:
    owner = response_world.account_id
    before = response_world.look(*TABLES)
    rule = "s3.account_block_public_access_is_removed"
    threat = response_world.threat("account", owner, account_id=owner, rule=rule)
    planned = response_world.plan(ID, threat)
    assert list_operations(planned) == ["s3control.put_public_access_block"]
    report = response_world.respond(ID, threat)
    response_world.undo(report.run.id)
    assert response_world.look(*TABLES) == before


def test_a_finding_about_a_bucket_shuts_no_account(response_world: ResponseWorld) -> None:
    owner = response_world.account_id
    rule = "s3.bucket_policy_is_opened_to_everyone"
    planned = response_world.plan(
        ID, response_world.threat("account", owner, account_id=owner, rule=rule)
    )
    assert (planned.changes, len(planned.steps)) == ((), 1)


def test_a_website_is_told(response_world: ResponseWorld, bucket: str) -> None:
    client = response_world.client("s3")
    site = {"IndexDocument": {"Suffix": "index.html"}}
    client.put_bucket_website(Bucket="shop-data", WebsiteConfiguration=site)
    planned = response_world.plan(ID, response_world.threat("bucket", bucket))
    assert "website" in planned.steps[-1].what


@pytest.mark.parametrize(
    ("arn", "told"),
    [
        ("arn:aws:s3:::", "is no bucket"),
        ("arn:aws:s3:::Shop_Data", "is no bucket"),
        ("arn:aws:s3:::shop-data\nx", "is no bucket"),
        ("arn:aws:sqs:eu-west-1:123456789012:shop-data", "is no bucket"),
        ("arn:aws:s3:::gone-data", "no such bucket any more"),
    ],
)
def test_what_is_no_bucket_is_left_to_a_person(
    response_world: ResponseWorld, arn: str, told: str
) -> None:
    planned = response_world.plan(ID, response_world.threat("bucket", arn))
    assert planned.changes == ()
    assert told in planned.steps[0].what


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, bucket: str
) -> None:
    response_world.die_everywhere(
        ID,
        response_world.threat("bucket", bucket),
        lambda: response_world.look(*TABLES),
        grants="remove",
        account="yes",
    )

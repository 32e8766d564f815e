"""Samples of threats to data: buckets, keys, secrets, mail, domains, models."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import logged_models
import ransomed_bucket
import taken_key
from open_bucket import EVERYONE, make_bucket, make_open_bucket
from policy_texts import write
from public_database import make_cluster, make_instance
from read_secrets import make_thief
from response_world import REGION
from taken_domain import make_zone, take_over

Made = tuple[Any, Mapping[str, str]]


def open_bucket(world: Any) -> Made:
    arn = make_open_bucket(world)
    make_bucket(world.client("s3"), "other-data")
    policy = write(EVERYONE).replace("shop-data", "other-data")
    world.client("s3").put_bucket_policy(Bucket="other-data", Policy=policy)
    return world.threat("bucket", arn), {"grants": "remove", "account": "yes"}


def bucket_that_is_open_alone(world: Any) -> Made:
    arn = make_open_bucket(world)
    world.client("s3").put_bucket_policy(Bucket="shop-data", Policy=write(EVERYONE))
    return world.threat("bucket", arn), {"grants": "remove"}


def ransomed_bucket_with_versions(world: Any) -> Made:
    s3 = ransomed_bucket.make_ransomed_bucket(world)
    ransomed_bucket.put(s3, "a")
    ransomed_bucket.age()
    threat = ransomed_bucket.make_threat(world)
    s3.delete_object(Bucket="shop-data", Key="a")
    return threat, {}


def ransomed_bucket_without_policy(world: Any) -> Made:
    s3 = ransomed_bucket.make_ransomed_bucket(world)
    s3.delete_bucket_policy(Bucket="shop-data")
    s3.put_bucket_versioning(Bucket="shop-data", VersioningConfiguration={"Status": "Suspended"})
    kms = world.client("kms")
    key = kms.list_keys()["Keys"][0]["KeyId"]
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    return ransomed_bucket.make_threat(world), {}


def ransomed_bucket_with_locks(world: Any) -> Made:
    s3 = world.client("s3")
    place = {"LocationConstraint": REGION}
    s3.create_bucket(
        Bucket="shop-data", CreateBucketConfiguration=place, ObjectLockEnabledForBucket=True
    )
    ransomed_bucket.put(s3, "a")
    ransomed_bucket.age()
    threat = ransomed_bucket.make_threat(world)
    ransomed_bucket.put(s3, "a", SSECustomerAlgorithm="AES256", SSECustomerKey="0" * 32)
    return threat, {}


def taken_key_that_is_off(world: Any) -> Made:
    world.world.make_organization()
    world.settings = replace(world.settings, management_account_id=world.account_id)
    key = taken_key.make_granted_key(world)["KeyId"]
    threat = taken_key.take_over(world, key)
    world.client("kms").disable_key(KeyId=key)
    return threat, {}


def key_to_be_deleted(world: Any) -> Made:
    kms = world.client("kms")
    key = kms.create_key()["KeyMetadata"]
    kms.schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=7)
    return world.threat("key", key["Arn"]), {}


def secrets_that_were_read(world: Any) -> Made:
    key = make_thief(world)["AccessKeyId"]
    world.settings = replace(world.settings, regions=())
    user = "arn:aws:iam::123456789012:user/thief"
    return world.threat("access_key", user, access_key=key), {}


def public_instance(world: Any) -> Made:
    return world.threat("database", make_instance(world)), {}


def public_cluster(world: Any) -> Made:
    return world.threat("database", make_cluster(world)), {}


def mail(world: Any) -> Made:
    world.client("sesv2").create_configuration_set(ConfigurationSetName="news")
    return make_mail_threat(world), {"sets": "news"}


def mail_of_all_regions(world: Any) -> Made:
    world.settings = replace(world.settings, regions=())
    return make_mail_threat(world), {}


def make_mail_threat(world: Any) -> Any:
    first = int((datetime.now(UTC) - timedelta(minutes=5)).timestamp() * 1000)
    facts = {"account_id": world.account_id, "region": REGION, "first_at": first}
    return world.threat("service", f"{world.account_id} {REGION}", **facts)


def models_of_a_member(world: Any) -> Made:
    return logged_models.make_threat(world, logged_models.make_models_member(world)), {}


def models_that_are_logged_no_more(world: Any) -> Made:
    logged_models.log_models(world).delete_model_invocation_logging_configuration()
    return logged_models.make_threat(world), {"deny": "none"}


def taken_domain(world: Any) -> Made:
    return replace(take_over(make_zone(world)), resource="shop.com"), {}

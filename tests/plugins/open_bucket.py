"""A bucket that everyone may read, and that another account may."""

from typing import Any

from policy_texts import allow, write
from response_world import REGION, ResponseWorld

EVERYONE = allow("s3:GetObject", resource="arn:aws:s3:::shop-data/*", Principal="*")
SHARED = {
    "Sid": "Shared",
    **allow(
        "s3:GetObject",
        resource="arn:aws:s3:::shop-data/*",
        Principal={"AWS": ["arn:aws:iam::999999999999:root", "arn:aws:iam::111122223333:role/x"]},
    ),
}
OWN = allow(
    "s3:GetObject", resource="arn:aws:s3:::shop-data/*", Principal={"Service": "sns.amazonaws.com"}
)


def make_open_bucket(response_world: ResponseWorld) -> str:
    """Return the ARN of a bucket that everyone may read, and that another account may."""
    client = response_world.client("s3")
    make_bucket(client, "shop-data")
    client.put_bucket_acl(Bucket="shop-data", ACL="public-read")
    client.put_bucket_policy(Bucket="shop-data", Policy=write(EVERYONE, SHARED, OWN))
    return "arn:aws:s3:::shop-data"


def make_bucket(client: Any, name: str) -> None:
    place = {"LocationConstraint": REGION}
    client.create_bucket(Bucket=name, CreateBucketConfiguration=place)
    client.put_bucket_ownership_controls(
        Bucket=name, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
    )

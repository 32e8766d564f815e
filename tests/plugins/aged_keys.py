"""A user with access keys that are some days old."""

from datetime import timedelta

from policy_texts import allow, write
from response_world import ResponseWorld


def make_old_key(response_world: ResponseWorld) -> dict[str, str]:
    """Return the first key of a user that has an owner."""
    iam = response_world.client("iam")
    iam.create_user(UserName="ci", Tags=[{"Key": "Owner", "Value": "team-build"}])
    iam.put_user_policy(
        UserName="ci", PolicyName="own", PolicyDocument=write(allow("s3:ListAllMyBuckets"))
    )
    return make_key(response_world, days=100)


def make_key(world: ResponseWorld, days: int = 0) -> dict[str, str]:
    """Make a key of the user, some days ago."""
    made: dict[str, str] = world.client("iam").create_access_key(UserName="ci")["AccessKey"]
    with world.world.emulator.mounted():
        from moto.iam.models import iam_backends  # noqa: PLC0415 - one fixture needs it

        user = iam_backends["123456789012"]["aws"].users["ci"]
        key = next(one for one in user.access_keys if one.access_key_id == made["AccessKeyId"])
        key.create_date -= timedelta(days=days)
    return made

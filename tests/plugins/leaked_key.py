"""A user whose access key is leaked."""

from policy_texts import allow, write
from response_world import ResponseWorld


def make_leaked_key(response_world: ResponseWorld) -> dict[str, str]:
    """Return an access key of a user who may list buckets."""
    iam = response_world.client("iam")
    iam.create_user(UserName="ana", Path="/ops/")
    actions = allow("s3:ListAllMyBuckets", "sts:*", "iam:CreateUser", "iam:CreateAccessKey")
    iam.put_user_policy(UserName="ana", PolicyName="own", PolicyDocument=write(actions))
    made: dict[str, str] = iam.create_access_key(UserName="ana")["AccessKey"]
    return made

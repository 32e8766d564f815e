"""A role that a foreign account may assume."""

import json
from typing import Any

from policy_texts import allow, trust, write
from response_world import ResponseWorld

ROLE = "arn:aws:iam::123456789012:role/team/app"
OWN, FOREIGN = "123456789012", "210987654321"


def make_shared_role(response_world: ResponseWorld) -> str:
    """Return the ARN of a role that its own account and a foreign one may assume."""
    iam = response_world.client("iam")
    document = write(
        {
            "Sid": "Both",
            "Effect": "Allow",
            "Principal": {"AWS": [f"arn:aws:iam::{one}:root" for one in (OWN, FOREIGN)]},
            "Action": "sts:AssumeRole",
        },
        json.loads(trust("lambda"))["Statement"][0],
    )
    made = iam.create_role(RoleName="app", Path="/team/", AssumeRolePolicyDocument=document)
    actions = allow("s3:ListAllMyBuckets", "sts:AssumeRole", "iam:CreateUser")
    iam.put_role_policy(RoleName="app", PolicyName="own", PolicyDocument=write(actions))
    arn: str = made["Role"]["Arn"]
    return arn


def assume(world: ResponseWorld, name: str = "thief", role: str = ROLE) -> dict[str, Any]:
    client = world.client("sts")
    made: dict[str, Any] = client.assume_role(RoleArn=role, RoleSessionName=name)["Credentials"]
    return made

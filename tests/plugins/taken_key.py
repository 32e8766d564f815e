"""A key of KMS, and what an attacker does with it."""

import time
from typing import Any

from policy_texts import write
from response_world import REGION, ResponseWorld

OWN, FOREIGN = "arn:aws:iam::123456789012:root", "arn:aws:iam::210987654321:user/eve"


def write_policy(*principals: str) -> str:
    return write(
        {
            "Effect": "Allow",
            "Principal": {"AWS": [*principals]},
            "Action": "kms:*",
            "Resource": "*",
        }
    )


def make_granted_key(response_world: ResponseWorld) -> dict[str, str]:
    """Return the metadata of a key with a policy and a grant of its own."""
    kms = response_world.client("kms")
    made: dict[str, str] = kms.create_key(Policy=write_policy(OWN))["KeyMetadata"]
    kms.create_grant(KeyId=made["KeyId"], GranteePrincipal=OWN, Operations=["Decrypt"])
    time.sleep(1.1)  # event times are in whole seconds
    return made


def take_over(world: ResponseWorld, key_id: str) -> Any:
    """Do what an attacker does with a key; return a threat that says when it began."""
    first = int(time.time()) * 1000
    kms = world.client("kms")
    kms.put_key_policy(KeyId=key_id, PolicyName="default", Policy=write_policy(OWN, FOREIGN))
    kms.create_grant(
        KeyId=key_id,
        GranteePrincipal=FOREIGN,
        RetiringPrincipal=FOREIGN,
        Operations=["Decrypt", "Encrypt"],
        Constraints={"EncryptionContextSubset": {"a": "b`"}},
        Name="mine",
    )
    kms.create_grant(KeyId=key_id, GranteePrincipal=FOREIGN, Operations=["Decrypt"])
    arn = f"arn:aws:kms:{REGION}:123456789012:key/{key_id}"
    return world.threat("key", arn, first_at=first)

import json
from typing import Any

from ringwall.emulator.acme.organization import Acme


def keys(kms: Any) -> dict[str, str]:
    """Return the ids of the keys that Acme made, by alias."""
    return {
        a["AliasName"].removeprefix("alias/"): a["TargetKeyId"]
        for a in kms.list_aliases()["Aliases"]
        if a["AliasName"].startswith("alias/acme-")
    }


def test_keys_rotate_but_the_legacy_and_the_asymmetric_one(at_acme: Any) -> None:
    kms = at_acme("kms", "prod")
    found = keys(kms)
    rotating = {
        alias: kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]
        for alias, key in found.items()
    }
    assert rotating == {
        "acme-data": True,
        "acme-legacy-payments": False,
        "acme-signing": False,
    }
    signing = kms.describe_key(KeyId=found["acme-signing"])["KeyMetadata"]
    assert (signing["KeySpec"], signing["KeyUsage"]) == ("ECC_NIST_P256", "SIGN_VERIFY")


def test_one_key_waits_for_its_deletion(at_acme: Any) -> None:
    kms = at_acme("kms", "staging", "eu-west-1")
    states = {
        alias: kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"]
        for alias, key in keys(kms).items()
    }
    assert states == {"acme-data": "Enabled", "acme-old-search": "PendingDeletion"}


def test_key_for_anyone_is_real_in_dev_and_limited_in_staging(at_acme: Any, acme: Acme) -> None:
    uses = {}
    for account, region, alias in (
        ("dev", "us-east-1", "acme-shared-demo"),
        ("staging", "eu-west-1", "acme-data"),
    ):
        kms = at_acme("kms", account, region)
        policy = kms.get_key_policy(KeyId=keys(kms)[alias], PolicyName="default")["Policy"]
        owner, uses[account] = json.loads(policy)["Statement"]
        assert owner["Principal"] == {"AWS": f"arn:aws:iam::{acme.accounts[account]}:root"}
        assert uses[account]["Principal"] == {"AWS": "*"}
    assert "Condition" not in uses["dev"]
    assert uses["staging"]["Condition"]["StringEquals"] == {
        "kms:CallerAccount": acme.accounts["staging"],
        "kms:ViaService": "rds.eu-west-1.amazonaws.com",
    }

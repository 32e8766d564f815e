import json
from typing import Any

import pytest

from ringwall.emulator.acme.sharing import PARTNER


@pytest.mark.parametrize(
    ("account", "name", "key"),
    [("dev", "demo/api-key", "acme-shared-demo"), ("prod", "orders/db", "acme-data")],
)
def test_secret_is_encrypted_with_a_key_of_its_account(
    at_acme: Any, account: str, name: str, key: str
) -> None:
    found = at_acme("secretsmanager", account).describe_secret(SecretId=name)
    assert found["KmsKeyId"] == f"alias/{key}"
    aliases = {a["AliasName"] for a in at_acme("kms", account).list_aliases()["Aliases"]}
    assert f"alias/{key}" in aliases
    assert {"Key": "owner", "Value": f"{account}-team"} in found["Tags"]


def test_key_of_the_shared_secret_is_open_to_the_partner(at_acme: Any) -> None:
    secret = at_acme("secretsmanager", "dev").get_resource_policy(SecretId="demo/api-key")
    (reader,) = json.loads(secret["ResourcePolicy"])["Statement"]
    assert reader["Principal"] == {"AWS": f"arn:aws:iam::{PARTNER}:root"}
    kms = at_acme("kms", "dev")
    (alias,) = (
        a for a in kms.list_aliases()["Aliases"] if a["AliasName"] == "alias/acme-shared-demo"
    )
    policy = kms.get_key_policy(KeyId=alias["TargetKeyId"], PolicyName="default")["Policy"]
    _, anyone = json.loads(policy)["Statement"]
    assert "kms:Decrypt" in anyone["Action"]


def test_repository_is_scanned_and_immutable(at_acme: Any) -> None:
    (found,) = at_acme("ecr", "prod").describe_repositories()["repositories"]
    assert found["repositoryName"] == "shop"
    assert found["imageTagMutability"] == "IMMUTABLE"
    assert found["imageScanningConfiguration"]["scanOnPush"] is True

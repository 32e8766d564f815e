import json
from typing import Any


def test_rotation_goes_on_and_off(client: Any) -> None:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is False
    kms.enable_key_rotation(KeyId=key)
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is True
    kms.disable_key_rotation(KeyId=key)
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is False


def test_key_that_aws_made_is_managed_by_aws(client: Any) -> None:
    client("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1, Encrypted=True)
    kms = client("kms")
    (key,) = kms.list_keys()["Keys"]
    assert kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyManager"] == "AWS"
    assert kms.get_key_rotation_status(KeyId=key["KeyArn"])["KeyRotationEnabled"] is True


def test_own_key_is_the_customers(client: Any) -> None:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/own", TargetKeyId=key)
    assert kms.describe_key(KeyId="alias/own")["KeyMetadata"]["KeyManager"] == "CUSTOMER"
    assert "alias/own" in [a["AliasName"] for a in kms.list_aliases(KeyId=key)["Aliases"]]
    assert kms.list_grants(KeyId=key)["Grants"] == []


def test_deletion_is_scheduled_by_id_or_arn(client: Any, refusal: Any) -> None:
    kms = client("kms")
    for part in ("KeyId", "Arn"):
        key = kms.create_key()["KeyMetadata"]
        kms.schedule_key_deletion(KeyId=key[part], PendingWindowInDays=7)
        found = kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
        assert found["KeyState"] == "PendingDeletion"
        assert found["DeletionDate"]
    code = refusal(kms.schedule_key_deletion, KeyId="11111111-0000-4000-8000-000000000000")[0]
    assert code == "NotFoundException"


def test_policy_is_read_back(client: Any) -> None:
    kms = client("kms")
    statement = {"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    key = kms.create_key(Policy=json.dumps(policy))["KeyMetadata"]["KeyId"]
    assert json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]) == policy


def test_what_is_no_policy_and_no_waiting_period_is_refused(client: Any, refusal: Any) -> None:
    kms = client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    for policy in ("{", "[]", "{}"):
        code, _ = refusal(kms.put_key_policy, KeyId=key, PolicyName="default", Policy=policy)
        assert code == "MalformedPolicyDocumentException"
    code, _ = refusal(kms.schedule_key_deletion, KeyId=key, PendingWindowInDays=6)
    assert code == "ValidationException"

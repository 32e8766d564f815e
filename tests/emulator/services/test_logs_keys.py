from typing import Any


def test_group_gets_a_key_and_loses_it(client: Any, refusal: Any) -> None:
    logs, key = client("logs"), client("kms").create_key()["KeyMetadata"]["Arn"]
    logs.create_log_group(logGroupName="app")
    logs.associate_kms_key(logGroupName="app", kmsKeyId=key)
    assert logs.describe_log_groups()["logGroups"][0]["kmsKeyId"] == key
    wrong = {"logGroupName": "app", "kmsKeyId": f"{key[:-1]}x"}
    assert refusal(logs.associate_kms_key, **wrong)[0] == "InvalidParameterException"
    none = {"logGroupName": "none", "kmsKeyId": key}
    assert refusal(logs.associate_kms_key, **none)[0] == "ResourceNotFoundException"
    logs.disassociate_kms_key(logGroupName="app")
    assert "kmsKeyId" not in logs.describe_log_groups()["logGroups"][0]

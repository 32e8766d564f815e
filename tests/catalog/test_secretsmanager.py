"""Secrets Manager: who may read a secret, and never what it says."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

ARN = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf"
POLICY = (
    '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999988887777:root"},'
    ' "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}'
)
ANSWERS: dict[str, Any] = {
    "secretsmanager.list_secrets": {
        "SecretList": [
            {
                "ARN": ARN,
                "Name": "db",
                "KmsKeyId": "alias/data",
                "RotationEnabled": True,
                "RotationRules": {"AutomaticallyAfterDays": 30},
                "Tags": [{"Key": "team", "Value": "shop"}],
            }
        ]
    },
    "secretsmanager.get_resource_policy": {"ARN": ARN, "ResourcePolicy": POLICY},
}


def test_a_secret_is_read(canned: Any, collect: Any) -> None:
    reader = canned(ANSWERS)
    rows, gaps = collect(reader, "secretsmanager_secret")
    (secret,) = rows["secretsmanager_secret"]
    assert gaps == []
    assert (secret["arn"], secret["name"], secret["tags"]) == (ARN, "db", {"team": "shop"})
    assert (secret["rotation_enabled"], secret["automatically_after_days"]) == (True, 30)
    assert secret["kms_key_id"] == "alias/data"
    assert json.loads(secret["resource_policy"]) == json.loads(POLICY)
    (statement,) = rows["policy_statement"]
    assert statement["owner_table"] == "secretsmanager_secret"
    assert statement["principal_accounts"] == ["999988887777"]
    assert len(reader.calls) == 2


def test_an_answer_about_nothing_is_not_a_secret_without_a_policy(
    canned: Any, collect: Any
) -> None:
    answers = ANSWERS | {"secretsmanager.get_resource_policy": {"Things": []}}
    rows, gaps = collect(canned(answers), "secretsmanager_secret")
    assert [row["resource_policy"] for row in rows["secretsmanager_secret"]] == [None]
    assert ("secretsmanager_secret", "Policy") in {(g.table_name, g.aspect) for g in gaps}


@pytest.mark.parametrize("garbled", ["", [], {}, "?"])
def test_a_policy_that_is_none_is_not_taken_for_there_being_none(
    canned: Any, collect: Any, garbled: Any
) -> None:
    answer = {"ARN": ARN, "ResourcePolicy": garbled}
    _, gaps = collect(
        canned(ANSWERS | {"secretsmanager.get_resource_policy": answer}), "secretsmanager_secret"
    )
    assert ("policy_statement", "secretsmanager_secret") in {(g.table_name, g.aspect) for g in gaps}


def test_a_secret_without_a_policy_has_none_and_a_denied_one_is_not_known(
    canned: Any, collect: Any
) -> None:
    none = ANSWERS | {"secretsmanager.get_resource_policy": {"ARN": ARN}}
    rows, gaps = collect(canned(none), "secretsmanager_secret")
    assert [r["resource_policy"] for r in rows["secretsmanager_secret"]] == [{}]
    assert (rows["policy_statement"], gaps) == ([], [])
    denied = AccessDenied("no", "AccessDeniedException")
    answers = ANSWERS | {"secretsmanager.get_resource_policy": denied}
    rows, gaps = collect(canned(answers), "secretsmanager_secret")
    assert [r["resource_policy"] for r in rows["secretsmanager_secret"]] == [None]
    assert {(g.table_name, g.aspect) for g in gaps} == {
        ("secretsmanager_secret", "Policy"),
        ("policy_statement", "secretsmanager_secret"),
    }


def test_the_service_reads_a_secret(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    client = aws("secretsmanager")
    arn = client.create_secret(Name="db", SecretString="hunter2")["ARN"]
    rows, gaps = collect(live, "secretsmanager_secret")
    (secret,) = rows["secretsmanager_secret"]
    assert gaps == []
    assert (secret["arn"], secret["resource_policy"], secret["kms_key_id"]) == (arn, {}, "")
    assert "hunter2" not in json.dumps(secret, default=str)
    client.put_resource_policy(SecretId=arn, ResourcePolicy=POLICY)
    rows, _ = collect(live, "secretsmanager_secret")
    assert [s["principal_accounts"] for s in rows["policy_statement"]] == [["999988887777"]]


def test_a_secret_that_rds_makes_is_its_own_and_rotates(
    live: Reader, aws: Callable[[str], Any], collect: Any
) -> None:
    aws("rds").create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.t4g.medium",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="shop",
        ManageMasterUserPassword=True,
    )
    rows, gaps = collect(live, "secretsmanager_secret")
    (secret,) = rows["secretsmanager_secret"]
    assert gaps == []
    assert (secret["owning_service"], secret["automatically_after_days"]) == ("rds", 7)
    assert secret["rotation_enabled"]
    assert (secret["next_rotation_date"] - secret["created_date"]).days == 7

import json
from typing import Any

import pytest

from ringwall.model.organization_policy import POLICY_TYPES
from ringwall.model.organization_policy_document import MalformedPolicy, parse_policy

DENY = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}


def refuse(kind: str, document: Any) -> str:
    text = document if isinstance(document, str) else json.dumps(document)
    with pytest.raises(MalformedPolicy) as caught:
        parse_policy(POLICY_TYPES[kind], text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("SERVICE_CONTROL_POLICY", {"Version": "2012-10-17", "Statement": [DENY]}),
        ("RESOURCE_CONTROL_POLICY", {"Statement": DENY | {"Principal": "*"}}),
        (
            "S3_POLICY",
            {"s3_attributes": {"public_access_block_configuration": {"@@assign": "all"}}},
        ),
        ("TAG_POLICY", {"tags": {"a": {"tag_value": {"@@append": ["x"]}}}}),
        ("BACKUP_POLICY", {"plans": {"p": {"regions": {"@@assign": ["eu-west-1"]}}}}),
        (
            "GUARDDUTY_POLICY",
            {
                "guardduty": {
                    "enablement": {"default": {"foundational": {"status": {"@@assign": "enabled"}}}}
                }
            },
        ),
        ("BEDROCK_POLICY", {"anything": {"@@assign": "x"}}),
    ],
)
def test_documents_of_a_type_are_taken(kind: str, document: Any) -> None:
    assert parse_policy(POLICY_TYPES[kind], json.dumps(document)) == document


@pytest.mark.parametrize(
    ("kind", "document", "why"),
    [
        ("S3_POLICY", "{", "no JSON document"),
        ("S3_POLICY", "[]", "no JSON object"),
        ("S3_POLICY", '{"s3_attributes": {}, "s3_attributes": {}}', "no JSON document"),
        ("S3_POLICY", {}, "empty"),
        ("S3_POLICY", {"tags": {}}, "no key of a S3_POLICY"),
        ("S3_POLICY", {"s3_attributes": {"other": {"@@assign": "all"}}}, "no key other"),
        (
            "S3_POLICY",
            {"s3_attributes": {"public_access_block_configuration": {"@@assign": "some"}}},
            "none of all, none",
        ),
        (
            "S3_POLICY",
            {"s3_attributes": {"public_access_block_configuration": "all"}},
            "without an operator",
        ),
        ("TAG_POLICY", {"tags": {"a": {"tag_key": {"@@append": ["A"]}}}}, "lists only"),
        ("TAG_POLICY", {"tags": {"a": {"tag_key": {"@@change": "A"}}}}, "no operator"),
        (
            "TAG_POLICY",
            {"tags": {"@@operators_allowed_for_child_policies": ["@@some"]}},
            "unknown operator",
        ),
        (
            "GUARDDUTY_POLICY",
            {"guardduty": {"enablement": {"default": {"foundational": {"@@assign": "on"}}}}},
            "has keys and no value",
        ),
        (
            "SECURITYHUB_POLICY",
            {"securityhub": {"enabled_regions": {"@@assign": []}}},
            "no key enabled_regions",
        ),
        ("BACKUP_POLICY", {"plans": {"p": {"@@assign": "x", "y": {}}}}, "both a value and keys"),
        ("SERVICE_CONTROL_POLICY", {"Version": "2012-10-17"}, "no Statement"),
        ("SERVICE_CONTROL_POLICY", {"Statement": [DENY | {"Principal": "*"}]}, "Principal"),
        ("SERVICE_CONTROL_POLICY", {"Statement": [DENY | {"Action": "s3"}]}, "no action"),
        ("SERVICE_CONTROL_POLICY", {"Statement": [{"Effect": "Deny"}]}, "no Action"),
        ("RESOURCE_CONTROL_POLICY", {"Statement": [DENY]}, "Principal"),
        (
            "RESOURCE_CONTROL_POLICY",
            {"Statement": [DENY | {"Effect": "Allow", "Principal": "*"}]},
            "Effect",
        ),
    ],
)
def test_other_documents_are_refused(kind: str, document: Any, why: str) -> None:
    assert why in refuse(kind, document)


def test_a_document_nested_too_deep_is_refused() -> None:
    assert "no JSON document" in refuse("TAG_POLICY", '{"tags":' * 20_000)

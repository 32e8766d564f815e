"""The types of policies that AWS Organizations has, and what each allows.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies.html
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ANY = "*"
"""A key of a schema that stands for any name."""
TEXT, TEXTS = "text", "texts"
"""Leaves of a schema: a text, and a list of texts."""


@dataclass(frozen=True)
class OrganizationPolicyType:
    """A type of policy: what its documents look like, and how many one target can have."""

    name: str
    longest: int = 10_000
    """Characters of a document, white space included."""
    attachments: int = 10
    """How many a root, OU or account can have."""
    is_inherited: bool = True
    """Whether documents merge by inheritance operators: the authorization policies do not."""
    schema: Mapping[str, Any] | None = None
    """The keys of a document; a tuple has the values of a leaf. None where AWS does not say."""
    required: tuple[tuple[str, ...], ...] = ()
    """Paths that an effective policy must have, under its first key."""


_REGIONS = {"enable_in_regions": TEXTS, "disable_in_regions": TEXTS}
_STATES = ("enabled", "disabled")
_EC2 = {
    "exception_message": TEXT,
    "vpc_block_public_access": {
        "internet_gateway_block": {
            "mode": ("off", "block_ingress", "block_bidirectional"),
            "exclusions_allowed": _STATES,
        }
    },
    "serial_console_access": {"status": _STATES},
    "image_block_public_access": {"state": ("unblocked", "block_new_sharing")},
    "allowed_images_settings": {
        "state": ("enabled", "disabled", "audit_mode"),
        "image_criteria": {ANY: {ANY: TEXTS}},
    },
    "instance_metadata_defaults": {
        "http_tokens": ("no_preference", "required", "optional"),
        "http_put_response_hop_limit": TEXT,
        "http_endpoint": ("no_preference", *_STATES),
        "instance_metadata_tags": ("no_preference", *_STATES),
        "http_tokens_enforced": ("no_preference", *_STATES),
    },
    "snapshot_block_public_access": {
        "state": ("block_all_sharing", "block_new_sharing", "unblocked")
    },
}
_TAG = {
    "tag_key": TEXT,
    "tag_value": TEXTS,
    "enforced_for": TEXTS,
    "report_required_tag_for": TEXTS,
}
_GUARDDUTY = {
    name: {"status": _STATES}
    for name in (
        *("foundational", "s3_data_events", "eks_audit_logs", "ebs_malware_protection"),
        *("rds_login_events", "lambda_network_logs", "ai_protection"),
    )
}
_GUARDDUTY_AGENTS = {
    name: {"status": _STATES}
    for name in ("eks_addon_management", "ec2_agent_management", "ecs_fargate_agent_management")
}
_RUNTIME = {"status": _STATES, "additional_configuration": _GUARDDUTY_AGENTS}
_INSPECTOR = {
    "ec2_scanning": _REGIONS,
    "ecr_scanning": _REGIONS,
    "lambda_standard_scanning": _REGIONS | {"lambda_code_scanning": _REGIONS},
    "code_repository_scanning": _REGIONS,
}
POLICY_TYPES: Mapping[str, OrganizationPolicyType] = {
    found.name: found
    for found in (
        OrganizationPolicyType("SERVICE_CONTROL_POLICY", 10_240, is_inherited=False),
        OrganizationPolicyType("RESOURCE_CONTROL_POLICY", 5_120, 5, is_inherited=False),
        OrganizationPolicyType("TAG_POLICY", schema={"tags": {ANY: _TAG}}),
        OrganizationPolicyType("BACKUP_POLICY", schema={"plans": {ANY: ANY}}),
        OrganizationPolicyType(
            "AISERVICES_OPT_OUT_POLICY",
            2_500,
            5,
            schema={"services": {ANY: {"opt_out_policy": ("optIn", "optOut")}}},
        ),
        OrganizationPolicyType("CHATBOT_POLICY", attachments=5, schema={"chatbot": ANY}),
        OrganizationPolicyType("DECLARATIVE_POLICY_EC2", schema={"ec2_attributes": _EC2}),
        OrganizationPolicyType(
            "SECURITYHUB_POLICY",
            schema={"securityhub": _REGIONS | {"features": {ANY: _REGIONS}}},
            required=(("enable_in_regions",), ("disable_in_regions",)),
        ),
        OrganizationPolicyType("SECURITYHUB_CSPM_POLICY"),
        OrganizationPolicyType(
            "INSPECTOR_POLICY", schema={"inspector": {"enablement": _INSPECTOR}}
        ),
        OrganizationPolicyType("UPGRADE_ROLLOUT_POLICY", 5_120, schema={"upgrade_rollout": ANY}),
        OrganizationPolicyType("BEDROCK_POLICY"),
        OrganizationPolicyType(
            "S3_POLICY",
            schema={"s3_attributes": {"public_access_block_configuration": ("all", "none")}},
        ),
        OrganizationPolicyType("NETWORK_SECURITY_DIRECTOR_POLICY"),
        OrganizationPolicyType(
            "GUARDDUTY_POLICY",
            schema={
                "guardduty": {"enablement": {ANY: _GUARDDUTY | {"runtime_monitoring": _RUNTIME}}}
            },
        ),
    )
}
SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
OF_EACH_TYPE = 1_000
OF_SCPS = 10_000
"""How many policies of a type an organization can have."""

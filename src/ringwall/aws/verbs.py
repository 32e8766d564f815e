"""Which operations read: an allow list of verbs, minus those whose names mislead."""

import re
from collections.abc import Mapping
from typing import Any

READ_VERBS = re.compile(
    r"(batch_describe|batch_get|describe|get|head|list|lookup|search|select|simulate)_"
)
ALSO_READS = frozenset(
    {
        "accessanalyzer.check_access_not_granted",
        "accessanalyzer.check_no_new_access",
        "accessanalyzer.check_no_public_access",
        "accessanalyzer.validate_policy",
        "cloudformation.validate_template",
        "iam.generate_credential_report",
        "iam.generate_organizations_access_report",
        "iam.generate_service_last_accessed_details",
    }
)
"""Reads under other verbs. The three reports that IAM generates change nothing in the account."""

HANDS_OUT_ACCESS = re.compile(
    r"(batch_)?get_\w*("
    r"credentials(_|$)|tokens?(_from|_for|$)|secret_value|decrypted|presigned|embed_url"
    r"|password_data|user_password|challenge_password|login_url|authentication_url"
    r"|session_url|session_endpoint|depot_url|access_details|instance_access|compute_access)"
)
"""Names that start like a read and return credentials, secrets or a way in."""

NO_READS = frozenset(
    {
        "bedrock-agentcore.get_resource_api_key",  # returns a key
        "cognito-identity.get_id",  # creates an identity
        "s3control.get_data_access",  # returns credentials
        "ssm.get_deployable_patch_snapshot_for_instance",  # makes a snapshot
        "storagegateway.describe_chap_credentials",  # returns secrets
    }
)


def refuse_write(operation: str, parameters: Mapping[str, Any]) -> None:
    """Raise ValueError unless `service.operation` only reads, and reads no secret."""
    if not is_read(operation):
        raise ValueError(
            f"{operation}: a Reader only reads; this call may write or return credentials"
        )
    if parameters.get("WithDecryption"):
        raise ValueError(f"{operation}: a Reader does not decrypt; leave WithDecryption out")


def is_read(operation: str) -> bool:
    """Whether the operation leaves AWS as it is and returns no secret."""
    service, dot, name = operation.partition(".")
    if not (service and dot and name.isidentifier()) or operation in NO_READS:
        return False
    if HANDS_OUT_ACCESS.match(name):
        return False
    return operation in ALSO_READS or READ_VERBS.match(name) is not None

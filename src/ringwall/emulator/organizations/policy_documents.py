"""Whether AWS Organizations takes the text of a policy."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import Fault
from ringwall.model.organization_policy import OrganizationPolicyType
from ringwall.model.organization_policy_document import MalformedPolicy, parse_policy

_MALFORMED = (
    "The provided policy document does not meet the requirements of the specified policy type."
)


def read_document(kind: OrganizationPolicyType, content: str) -> Mapping[str, Any]:
    """Return a policy's document; Fault where it is too long or no document of its type."""
    if len(content) > kind.longest:
        message = f"You have exceeded the maximum policy size of {kind.longest} characters."
        reason = {"Reason": "POLICY_CONTENT_LIMIT_EXCEEDED"}
        raise Fault("ConstraintViolationException", message, details=reason)
    try:
        return parse_policy(kind, content)
    except MalformedPolicy as error:
        message = f"{_MALFORMED} ({error})"
        raise Fault("MalformedPolicyDocumentException", message) from error

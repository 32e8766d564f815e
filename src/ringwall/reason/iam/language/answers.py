"""Policies within what the AWS CLI prints: the policy of an answer, with its places in the text."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote

from ringwall.reason.iam.language.document import Document, JsonPath, read_document

PLACES: tuple[JsonPath, ...] = (
    ("PolicyVersion", "Document"),  # iam get-policy-version
    ("PolicyDocument",),  # iam get-role-policy, get-user-policy, get-group-policy
    ("Role", "AssumeRolePolicyDocument"),  # iam get-role
    ("Policy", "Content"),  # organizations describe-policy
    ("Policy",),  # s3api get-bucket-policy, kms get-key-policy, lambda get-policy
)
"""Where answers hold a policy: as JSON, or as text with JSON, which the IAM API encodes."""


def unwrap_answer(document: Document) -> Document:
    """Return the policy that an answer of AWS holds; a document that is no answer as it is.

    Raises BrokenDocument where the answer holds the policy as text that is not JSON.
    """
    for path in PLACES:
        found = document.value
        for step in path:
            found = found.get(step) if isinstance(found, Mapping) else None
        if isinstance(found, str):
            return read_document(unquote(found) if found[:1] == "%" else found)
        if isinstance(found, Mapping) and "Statement" in found:
            return _take_part(document, path)
    return document


def _take_part(document: Document, root: JsonPath) -> Document:
    """Return the value at a path as a document of its own, its places those in the whole text."""
    value, length = document.value, len(root)
    for step in root:
        value = value[step]
    return replace(
        document,
        value=value,
        offsets={p[length:]: at for p, at in document.offsets.items() if p[:length] == root},
        duplicates=tuple(p[length:] for p in document.duplicates if p[:length] == root),
    )

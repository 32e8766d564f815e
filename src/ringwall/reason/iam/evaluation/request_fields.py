"""Checks of the fields of a request, in a case and on the command line.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

import re
from collections.abc import Mapping
from typing import Any

from ringwall.model.errors import BadInput

_FORMS = {
    "resource_account": (r"[0-9]{12}", "an account id, a string of 12 digits"),
    "management_account": (r"[0-9]{12}", "an account id, a string of 12 digits"),
    "role_arn": (r"arn:[a-z-]+:iam::[0-9]{12}:role/.+", "the ARN of a role"),
    "user_arn": (r"arn:[a-z-]+:iam::[0-9]{12}:user/.+", "the ARN of a user"),
    "canonical_id": (r"[0-9a-f]{64}", "a canonical user id: 64 hexadecimal digits"),
}


def check_fields(value: Mapping[str, Any]) -> None:
    """Raise BadInput where an optional field is malformed; null counts as left out."""
    for name, (form, what) in _FORMS.items():
        found = value.get(name)
        if found is not None and not (isinstance(found, str) and re.fullmatch(form, found)):
            raise BadInput(f"{name} is {found!r}; it must be {what}")
    if not isinstance(value.get("is_complete", True), bool):
        raise BadInput(f"is_complete is {value['is_complete']!r}; it must be true or false")


def read_resources(value: Any) -> list[str]:
    """Return the resource or resources of a request; raises BadInput where they are malformed."""
    resources = value if isinstance(value, list) else [value]
    if not all(isinstance(resource, str) and resource for resource in resources):
        raise BadInput(f"resource is {value!r}; it must be an ARN, * or a list of them")
    return resources


def check_context(value: Any) -> Mapping[str, Any]:
    """Return a context; raises BadInput where a value is malformed or a key appears twice."""
    if not isinstance(value, Mapping):
        raise BadInput("the request's context must be an object of condition keys")
    seen: set[str] = set()
    for key, values in value.items():
        if key.lower() in seen:
            raise BadInput(f"{key} appears twice in context; condition keys are case-insensitive")
        seen.add(key.lower())
        every = values if isinstance(values, list) else [] if values is None else [values]
        if not all(isinstance(each, str | bool | int | float) for each in every):
            raise BadInput(f"{key} in context is {values!r}; it must be a string, a number, a "
                           "boolean, a list of these, or null for unknown")  # fmt: skip
    return value

"""What the fields of a request may hold, in a case and on the command line.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

import re
from collections.abc import Mapping
from typing import Any

from ringwall.model.errors import BadInput

_FORMS = {
    "resource_account": (r"[0-9]{12}", "an account, text of 12 digits"),
    "management_account": (r"[0-9]{12}", "an account, text of 12 digits"),
    "role_arn": (r"arn:[a-z-]+:iam::[0-9]{12}:role/.+", "the ARN of a role"),
    "user_arn": (r"arn:[a-z-]+:iam::[0-9]{12}:user/.+", "the ARN of a user"),
    "canonical_id": (r"[0-9a-f]{64}", "a canonical user id: 64 hexadecimal digits"),
}


def check_fields(value: Mapping[str, Any]) -> None:
    """Raise BadInput where a field that may be left out is of the wrong form; null is left out."""
    for name, (form, what) in _FORMS.items():
        found = value.get(name)
        if found is not None and not (isinstance(found, str) and re.fullmatch(form, found)):
            raise BadInput(f"{name} is {found!r}; it is {what}")
    if not isinstance(value.get("is_complete", True), bool):
        raise BadInput(f"is_complete is {value['is_complete']!r}; it is true or false")


def read_resources(value: Any) -> list[str]:
    """Return the resource or resources of a request; BadInput where they are no texts."""
    resources = value if isinstance(value, list) else [value]
    if not all(isinstance(resource, str) and resource for resource in resources):
        raise BadInput(f"resource is {value!r}; it is an ARN, * or a list of them")
    return resources


def check_context(value: Any) -> Mapping[str, Any]:
    """Return a context; BadInput where a value is none of JSON's scalars, or a key is twice."""
    if not isinstance(value, Mapping):
        raise BadInput("the request's context is an object of condition keys")
    seen: set[str] = set()
    for key, values in value.items():
        if key.lower() in seen:
            raise BadInput(f"context has {key} twice: case makes no difference")
        seen.add(key.lower())
        every = values if isinstance(values, list) else [] if values is None else [values]
        if not all(isinstance(each, str | bool | int | float) for each in every):
            raise BadInput(f"context has {key}: {values!r}; it is text, a number, a boolean, "
                           "a list of these, or null for not known")  # fmt: skip
    return value

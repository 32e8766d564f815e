"""Values of condition keys as somebody wrote them, held against the types that AWS documents."""

from collections.abc import Callable, Mapping
from typing import Any

from ringwall.model.errors import BadInput
from ringwall.reason.iam.language.comparisons import read_moment, read_network, read_number
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.validation.names import is_known_key

_GLOBAL_TYPES = {
    **dict.fromkeys(("aws:currenttime", "aws:epochtime", "aws:tokenissuetime"), "Date"),
    **dict.fromkeys(("aws:sourceip", "aws:vpcsourceip"), "IPAddress"),
    "aws:ec2instancesourceprivateipv4": "IPAddress",
    "aws:multifactorauthage": "Numeric",
    **dict.fromkeys(("aws:multifactorauthpresent", "aws:securetransport"), "Bool"),
    **dict.fromkeys(("aws:principalisawsservice", "aws:viaawsservice"), "Bool"),
    **dict.fromkeys(("aws:principalarn", "aws:sourcearn", "aws:sourcevpcarn"), "ARN"),
}
"""Global keys that are no strings.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""
_WANTED: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "ARN": ("an ARN, such as arn:aws:s3:::data", lambda text: text.startswith("arn:")),
    "Bool": ("true or false", lambda text: text.lower() in {"true", "false"}),
    "Date": ("a time, such as 2026-01-31T00:00:00Z", lambda text: read_moment(text) is not None),
    "IPAddress": (
        "an address, such as 203.0.113.7",
        lambda text: read_network(text) is not None,
    ),
    "Numeric": ("a number", lambda text: read_number(text) is not None),
}
"""Types that not every text is of: what to write, and whether a text is one."""


def check_values(context: Mapping[str, Any]) -> None:
    """Raise BadInput for a value that its key never has: no policy could be about it."""
    for key, values in context.items():
        wanted = _WANTED.get(_find_type(key.lower()).removeprefix("ArrayOf"))
        for value in values if isinstance(values, list) and wanted else ():
            if wanted and not wanted[1](value):
                raise BadInput(f"{key}={value}: the value of {key} is {wanted[0]}")


def _find_type(key: str) -> str:
    """Return the type of a condition key, in lower case; '' where it is not known."""
    if key in _GLOBAL_TYPES:
        return _GLOBAL_TYPES[key]
    service = load_universe().services.get(key.partition(":")[0])
    known = service.keys.items() if service else ()
    return next((kind for name, kind in known if is_known_key(key, (name,))), "")

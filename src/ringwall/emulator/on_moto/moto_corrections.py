"""What moto does otherwise than AWS, and no handler of an operation can correct."""

import functools
from typing import Any

from moto.core import responses
from moto.core.utils import method_names_from_class
from moto.iam.access_control import PermissionResult
from moto.iam.models import Group, InstanceProfile, ManagedPolicy, User
from moto.s3.models import FakeBucket

from ringwall.emulator.on_moto.moto_reading import correct_reading

ID_PREFIXES: dict[type[Any], str] = {
    Group: "AGPA",
    InstanceProfile: "AIPA",
    ManagedPolicy: "ANPA",
    User: "AIDA",
}
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes"""
ID_LENGTH = 17
"""Characters after the prefix."""


@functools.cache
def correct_moto() -> None:
    """Correct moto's classes, once in a process."""
    # Moto lists the methods of a class anew for each call: of EC2 that takes 2 ms.
    setattr(responses, "method_names_from_class", functools.cache(method_names_from_class))  # noqa: B010
    # Moto reads bucket policies itself, without conditions. Who may do what is decided before.
    setattr(FakeBucket, "get_permission", _permit)  # noqa: B010
    correct_reading()
    for kind, prefix in ID_PREFIXES.items():
        _prefix_ids(kind, prefix)


def _permit(*_: object) -> Any:
    return PermissionResult.PERMITTED


def _prefix_ids(kind: type[Any], prefix: str) -> None:
    """Let objects of a class have ids as AWS writes them: moto's have small letters."""
    make = kind.__init__

    @functools.wraps(make)
    def init(self: Any, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        self.id = prefix + str(self.id).upper()[-ID_LENGTH:]

    setattr(kind, "__init__", init)  # noqa: B010

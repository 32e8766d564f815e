"""Passwords in the properties of templates: they are dropped before anything else sees them."""

import re
from typing import Any

from ringwall.model.table import Row

_SECRET = re.compile(r"(password|authtoken|passphrase)$", re.IGNORECASE)
"""How members end that hold a secret: MasterUserPassword, AuthToken, AsmPassword."""


def drop_passwords(properties: Row) -> Row:
    """Return the properties without members that hold a password, at any depth.

    ManageMasterUserPassword says who makes the password, and not what it is.
    """
    return {
        name: _drop_inside(value)
        for name, value in properties.items()
        if name.startswith("Manage") or not _SECRET.search(name)
    }


def _drop_inside(value: Any) -> Any:
    if isinstance(value, dict):
        return drop_passwords(value)
    if isinstance(value, list):
        return [_drop_inside(item) for item in value]
    return value

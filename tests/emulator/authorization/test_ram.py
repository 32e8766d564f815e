"""Calls of RAM, and of Config's rules, need their permission."""

from collections.abc import Callable
from typing import Any

import pytest
from policy_texts import allow

Principals = Any
"""conftest.py declares it."""
CALLS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("ram", "get_resource_shares", {"resourceOwner": "OTHER-ACCOUNTS"}),
    ("ram", "list_resources", {"resourceOwner": "SELF"}),
    ("ram", "list_principals", {"resourceOwner": "SELF"}),
    ("ram", "get_resource_share_invitations", {}),
    ("ram", "create_resource_share", {"name": "x"}),
    ("config", "describe_compliance_by_config_rule", {}),
    ("config", "describe_compliance_by_resource", {}),
    ("config", "get_compliance_summary_by_config_rule", {}),
)


@pytest.mark.parametrize(("service", "method", "given"), CALLS, ids=[c[1] for c in CALLS])
def test_a_call_needs_its_permission(
    principals: Principals,
    refused: Callable[..., str],
    service: str,
    method: str,
    given: dict[str, Any],
) -> None:
    nobody = principals.client(service, *principals.user("nobody"))
    action = nobody.meta.method_to_api_mapping[method]
    code = "AccessDeniedException"
    refused(getattr(nobody, method), code, **given)
    one = principals.client(service, *principals.user("one", allow(f"{service}:{action}")))
    getattr(one, method)(**given)

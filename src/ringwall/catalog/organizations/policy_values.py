"""What the parameters of the library's policies stand for in a blueprint."""

from collections.abc import Iterable, Mapping
from typing import Any

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.policies import OrganizationPolicies


def find_values(landscape: Landscape, policies: OrganizationPolicies) -> Mapping[str, Any]:
    """Return the value of every parameter; a list may be empty."""
    partition = landscape.partition
    # The role by which the management account enters the others is never locked out of them.
    entry = landscape.settings.accounts.role_name
    platform = tuple(dict.fromkeys((*policies.platform_roles, entry)))
    return {
        "partition": partition,
        "organization_id": landscape.organization_id,
        "regions": landscape.regions,
        "region_exempt_actions": policies.region_exempt_actions,
        "platform_roles": platform if policies.platform_roles else (),
        "exempt_arns": _arns(partition, (*platform, *policies.exempt_roles)),
        "responder_arns": _arns(partition, policies.responder_roles),
        "log_account": landscape.logs.id,
        "trusted_accounts": policies.trusted_accounts,
        "oidc_subjects": {
            f"{host}:sub": list(subjects) for host, subjects in policies.oidc_subjects.items()
        },
        "sandbox_instance_types": policies.sandbox_instance_types,
    }


def _arns(partition: str, roles: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"arn:{partition}:iam::*:role/{role}" for role in roles))

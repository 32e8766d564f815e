"""Which policy of a blueprint reaches an account."""

from ringwall.catalog.organizations.policy_rows import place_policies
from ringwall.catalog.organizations.policy_targets import ACCOUNT, ROOT
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount


def find_policy(landscape: Landscape, account: LandscapeAccount, kind: str) -> str:
    """Return the name of the first policy of a type that reaches an account; '' for none.

    PolicyFlaw where the settings of policies cannot be used.
    """
    policies = landscape.settings.accounts.policies
    if not policies.enabled:
        return ""
    path = account.unit
    above = {"/".join(path[:depth]) for depth in range(1, len(path) + 1)}
    reaching = {ROOT, f"{ACCOUNT}{account.name}", *above}
    placed = place_policies(landscape, policies)
    found = (each.name for each in placed if each.type == kind and reaching & {*each.targets})
    return next(found, "")

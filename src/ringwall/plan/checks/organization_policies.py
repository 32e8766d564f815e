"""Policies of the organization that cannot be attached as the blueprint says."""

from collections.abc import Iterator

from ringwall.catalog.organizations.policy_flaw import PolicyFlaw
from ringwall.catalog.organizations.policy_rows import want_policy_rows
from ringwall.model.blueprint.landscape import Landscape
from ringwall.plan.remark import Remark


def organization_policies(landscape: Landscape) -> Iterator[Remark]:
    """Yield the first policy that is unknown, too long, or one too many for its target."""
    try:
        list(want_policy_rows(landscape, landscape.settings.accounts.policies))
    except PolicyFlaw as flaw:
        yield Remark(flaw.keys, flaw.message, is_key=True)

"""Which resources of other accounts are shared with an account by Resource Access Manager."""

from collections.abc import Iterator
from typing import Any

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.on_moto.moto_client import moto_backends


def find_shared_arns(account_id: str, region: str) -> Iterator[str]:
    """Yield the ARNs that other accounts share with an account in a Region."""
    named = set(_name_account(account_id))
    for owner, place, backend in moto_backends("ram").iter_backends():
        if owner == account_id or place != region:
            continue
        for share in backend.resource_shares:
            if share.status == "ACTIVE" and named & set(share.principals):
                yield from share.resource_arns


def _name_account(account_id: str) -> Iterator[str]:
    """Yield how a share may name an account: by itself, its organization, or a unit of it."""
    yield account_id
    organization: Any = find_organization(account_id)
    if organization is None:
        return
    yield str(organization.org.arn)
    parents = {unit.id: unit for unit in organization.ou}
    account = next((a for a in organization.accounts if a.id == account_id), None)
    above = account.parent_id if account is not None else ""
    while above in parents:
        yield str(parents[above].arn)
        above = parents[above].parent_id

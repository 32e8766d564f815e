"""Secrets and databases in Regions that are not governed, and two secrets of one name."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.plan.remark import Remark
from ringwall.plan.schema_flaws import Keys

KEYS = ("data", "secrets")


def secret_places(landscape: Landscape) -> Iterator[Remark]:
    """Yield a remark for each Region that is not governed, and each name that is taken."""
    wanted = landscape.settings.data.secrets
    seen: dict[tuple[str, str, str], str] = {}
    for key, secret in wanted.secrets.items():
        keys: Keys = (*KEYS, "secrets", key)
        region = secret.region or landscape.home_region
        yield from _find_ungoverned(landscape, secret.account, region, keys)
        first = seen.setdefault((secret.account, region, secret.name), key)
        if first != key:
            said = f"{key}: {secret.name} is {first} already, in the same account and Region"
            yield Remark((*keys, "name"), said)
    for position, database in enumerate(wanted.databases):
        region = database.region or landscape.home_region
        keys = (*KEYS, "databases", position)
        yield from _find_ungoverned(landscape, database.account, region, keys)


def _find_ungoverned(
    landscape: Landscape, account: str, region: str, keys: Keys
) -> Iterator[Remark]:
    """Yield a remark where an account is governed, and not in a Region. Its name is checked too."""
    regions = {each.name: each.regions for each in landscape.accounts}
    if account in regions and region not in regions[account]:
        yield Remark((*keys, "region"), f"{region} is not governed in the account {account}")

"""The secrets that a blueprint names, and where they are."""

from collections.abc import Iterator
from dataclasses import dataclass

from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.secrets import Secret
from ringwall.model.blueprint.wanted import RowKey

SECTION = "data.secrets"


@dataclass(frozen=True)
class PlacedSecret:
    """A secret that the blueprint names, and where it is."""

    key: RowKey
    """The key of its row."""
    wanted: Secret
    account: LandscapeAccount

    @property
    def region(self) -> str:
        """Its Region."""
        return self.key.region


def list_secrets(landscape: Landscape) -> Iterator[PlacedSecret]:
    """Yield the secrets of accounts and Regions that are governed and have Secrets Manager."""
    accounts = {account.name: account for account in landscape.accounts}
    for name, wanted in sorted(landscape.settings.data.secrets.secrets.items()):
        account = accounts.get(wanted.account)
        region = wanted.region or landscape.home_region
        if account and region in landscape.regions_of("secretsmanager", account):
            key = RowKey(account.name, region, "secretsmanager_secret", name)
            yield PlacedSecret(key, wanted, account)

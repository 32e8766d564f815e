"""Settings as they are tried: what they want, held against what is there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from ringwall.catalog.organizations.policy_flaw import PolicyFlaw
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.wanted import RowKey, Wanted
from ringwall.model.table import Row
from ringwall.plan.adoption.comparison import Comparer, EstateComparison
from ringwall.plan.adoption.remarks import SettingKeys
from ringwall.plan.adoption.skeleton import rows_of
from ringwall.plan.reconciliation.estate import EstateTable, is_of_organization
from ringwall.plan.reconciliation.matching import is_ending

Plain = Mapping[str, Any]
"""Settings as JSON has them, with every default."""
Want = Callable[[Landscape], Iterable[Wanted]]


@dataclass(frozen=True)
class Trial:
    """Settings, and how far what is there is what they want."""

    settings: Plain
    landscape: Landscape
    comparison: EstateComparison


@dataclass
class Bench:
    """Where settings are tried, for one organization."""

    landscape: Landscape
    want: Want
    comparer: Comparer
    pairs: dict[RowKey, str] = field(default_factory=dict)
    """The ARNs of what rows are that have other names."""

    def attempt(self, settings: Plain, before: Trial | None = None) -> Trial | None:
        """Return the trial of settings; None where they cannot be a blueprint's.

        `before` is a trial of settings that are much the same: it saves work.
        """
        try:
            landscape = place_settings(self.landscape, msgspec.convert(settings, Blueprint))
            wanted = list(self.want(landscape))
            old = before.comparison if before else None
            comparison = self.comparer.compare(landscape, wanted, self.pairs, old)
            return Trial(settings, landscape, comparison)
        # Settings that the language does not have (a ValueError), that contradict each other, or
        # name what is not there, are no candidates.
        except (PolicyFlaw, ValueError, KeyError):
            return None

    def rows_at(self, key: RowKey) -> Iterator[Row]:
        """Yield the rows that a wanted row may be: those of its table, in its place."""
        lifecycle = self.comparer.catalog.of(key)
        for row in self._list_rows(key):
            if not is_ending(row, lifecycle.ending):
                yield row

    def _list_rows(self, key: RowKey) -> Iterable[Row]:
        if is_of_organization(key.table, self.comparer.catalog.tables):
            return rows_of(self.comparer.estate, key.table)
        account = next(each for each in self.landscape.accounts if each.name == key.account)
        table = self.comparer.estate.get(key.table, EstateTable())
        return table.at(str(account.id), key.region)


def place_settings(landscape: Landscape, settings: Blueprint) -> Landscape:
    """Return the landscape with these settings, in every account."""
    accounts = tuple(replace(account, settings=settings) for account in landscape.accounts)
    by_name = {account.name: account for account in accounts}
    return replace(
        landscape,
        settings=settings,
        accounts=accounts,
        security=by_name[landscape.security.name],
        logs=by_name[landscape.logs.name],
    )


def get_setting(settings: Any, keys: Iterable[str]) -> Any:
    """Return the setting that keys lead to; None where there is none."""
    for key in keys:
        settings = settings.get(key) if isinstance(settings, Mapping) else None
    return settings


def put_setting(settings: Plain, keys: SettingKeys, value: Any) -> dict[str, Any]:
    """Return settings with another value where keys lead to."""
    first, *rest = keys
    inner = settings.get(first)
    below = inner if isinstance(inner, Mapping) else {}
    return {**settings, first: put_setting(below, tuple(rest), value) if rest else value}

"""The planner: what a blueprint wants against what a snapshot has, as differences and Changes.

A pure function. What cannot be told (the estate has a gap, a value is not known, somebody else's
resource has the name) is skipped with its reason, and so is all that depends on it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.wanted import GLOBAL, OWNER_TAG, RowKey, Wanted
from ringwall.model.change import Change
from ringwall.model.layer import Layer
from ringwall.model.lifecycle import Lifecycle
from ringwall.model.table import Row
from ringwall.plan.reconciliation.catalog import Catalog
from ringwall.plan.reconciliation.change_maker import ChangeMaker, ChangePlace, tell_unread
from ringwall.plan.reconciliation.difference import Difference, RowAction, differing_columns
from ringwall.plan.reconciliation.estate import Estate, EstateTable
from ringwall.plan.reconciliation.matching import (
    Match,
    find_adopted,
    find_match,
    find_missing,
)
from ringwall.plan.reconciliation.order import in_order, needs_of
from ringwall.plan.reconciliation.outcome import PRUNE, Reconciliation, Skip
from ringwall.plan.reconciliation.owned import list_owned
from ringwall.plan.reconciliation.values import PlannedValues


@dataclass(frozen=True)
class PlanOptions:
    """What else a plan heeds. `adopted` are rows that were there before and are managed now."""

    adopted: Mapping[str, str] = field(default_factory=dict)
    """By the name of a row, `<table>/<name>` or `<account> <region> <table>/<name>`: the ARN of
    what it is; '' where that is what has the row's own name."""
    tag_adopted: bool = True
    """Whether what is adopted gets the owner's tag."""
    prune: bool = False
    """Whether rows that Ringwall made and the blueprint wants no more are erased."""
    owned: Estate = field(default_factory=dict)
    """The rows with an owner's tag of tables that the estate has not, as nothing of them is wanted:
    without `prune`, it is told that they stay."""


def reconcile(
    landscape: Landscape,
    wanted: Iterable[Wanted],
    estate: Estate,
    catalog: Catalog,
    options: PlanOptions | None = None,
) -> Reconciliation:
    """Return the plan: the Changes in an order in which each comes after what it needs.

    ValueError for rows that contradict each other: they are the catalog's fault, not the user's.
    """
    planner = _Planner(landscape, estate, catalog, options or PlanOptions())
    for row in in_order(list(wanted), planner.ids):
        planner.plan(row)
    planner.settle()
    if planner.options.prune:
        planner.prune()
    return planner.result()


@dataclass
class _Planner:
    """What was planned so far: each row's values, and the Changes that make it."""

    landscape: Landscape
    estate: Estate
    catalog: Catalog
    options: PlanOptions
    made: dict[RowKey, tuple[str, ...]] = field(default_factory=dict)
    """The ids of each row's Changes, the creation first."""
    layers: dict[RowKey, Layer] = field(default_factory=dict)
    lost: dict[RowKey, Skip] = field(default_factory=dict)
    """The rows that were skipped."""
    differences: list[Difference] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    satisfied: list[Wanted] = field(default_factory=list)
    unsettled: list[tuple[ChangeMaker, Row | None]] = field(default_factory=list)
    """Rows with columns that other Changes unsettle, and what is there of them."""
    users: dict[RowKey, list[RowKey]] = field(default_factory=dict)
    """The rows that refer to a row."""
    seen: set[str] = field(default_factory=set)
    """The ids of the Changes that were planned."""
    kept: dict[str, set[str]] = field(default_factory=dict)
    """By table, the ARNs of the rows that the blueprint wants."""
    count: int = 0

    def __post_init__(self) -> None:
        self.values = PlannedValues(self.catalog.lifecycles)
        self.accounts = {account.name: account for account in self.landscape.accounts}
        self.ids = {account.name: account.id for account in self.landscape.accounts}
        self.names = {id_: name for name, id_ in self.ids.items() if isinstance(id_, str)}

    def result(self) -> Reconciliation:
        return Reconciliation(
            tuple(self.differences),
            tuple(self.changes),
            tuple(self.skipped),
            tuple(self.satisfied),
            self.count,
            () if self.options.prune else tuple(key for key, _ in self._list_unwanted()),
        )

    def plan(self, row: Wanted) -> None:
        """Plan one row; those that it needs were planned before."""
        self.count += 1
        key = row.key
        self.layers[key] = row.layer
        if row.satisfied_by:
            self.satisfied.append(row)
            return
        if waits := [need for need in sorted(needs_of(row, self.ids)) if need in self.lost]:
            self._skip_after(waits[0], key)
            return
        if missing := find_missing(row, self.ids[key.account], self.estate):
            self._skip(key, missing, is_open=True)
            return
        if unshown := self.values.find_unshown([row.columns, row.given]):
            self._skip(key, unshown, is_open=True)
            return
        for need in needs_of(row, self.ids):
            self.users.setdefault(need, []).append(key)
        maker = self._maker(row)
        match = self._match(maker)
        if match.standing in ("several", "unknown"):
            self._skip(key, match.why, is_open=True)
        elif match.standing == "foreign" and match.row is not None:
            self._skip(
                key,
                f"{match.row['arn']} has this name and is not of this blueprint: adopt it "
                "(`ringwall blueprint adopt`), or rename one of the two",
                is_open=False,
            )
        elif match.row is None:
            self._make(maker)
        else:
            self._correct(self._take_over(maker, match.row), match.row)

    def _maker(self, row: Wanted) -> ChangeMaker:
        account = self._account(row.key)
        account_id = account.id if isinstance(account.id, str) else self.values.resolve(account.id)
        region = self.landscape.home_region if row.key.region == GLOBAL else row.key.region
        needs = sorted(
            {made for need in needs_of(row, self.ids) for made in self.made.get(need, ())}
        )
        resolved = replace(
            row,
            columns=self.values.resolve_all(row.columns),
            given=self.values.resolve_all(row.given),
        )
        return ChangeMaker(
            self.catalog.of(row.key),
            self.catalog.tables[row.key.table],
            resolved,
            f"{self.landscape.name}/{row.key.name}",
            ChangePlace(account_id, region, self.landscape.partition),
            tuple(needs),
        )

    def _take_over(self, maker: ChangeMaker, row: Row) -> ChangeMaker:
        """Return the maker for what is there: what is adopted keeps its name, and maybe its tags.

        Where it has the blueprint's tag already, that is wanted as of all others.
        """
        adopted = find_adopted(maker.wanted.key, self.options.adopted)
        if adopted is None:
            return maker
        has_tag = (row.get("tags") or {}).get(OWNER_TAG) == maker.owner
        named = {name: row[name] for name in maker.lifecycle.identity} if adopted else {}
        wanted = replace(maker.wanted, columns={**maker.wanted.columns, **named})
        is_tagged = has_tag or self.options.tag_adopted
        is_known = bool(adopted) or not has_tag
        return replace(
            maker,
            wanted=wanted,
            is_tagged=is_tagged,
            is_known=is_known,
            is_foreign=not has_tag,
        )

    def _account(self, key: RowKey) -> LandscapeAccount:
        if key.account not in self.accounts:
            raise ValueError(f"{key}: the blueprint has no account {key.account!r}")
        return self.accounts[key.account]

    def _match(self, maker: ChangeMaker) -> Match:
        return find_match(
            maker.wanted.key,
            dict(maker.wanted.columns),
            (maker.owner, maker.place.account_id),
            self.estate,
            self.catalog,
            adopted=find_adopted(maker.wanted.key, self.options.adopted),
        )

    def _make(self, maker: ChangeMaker) -> None:
        key, wanted = maker.wanted.key, maker.wanted
        if wanted.by_hand:
            self._skip(key, wanted.by_hand, is_open=False)
            return
        if maker.lifecycle.create is not None:
            changes = list(maker.create())
            self.values.create(key, changes[0].id, maker.names)
            self._add(maker, changes, [("", None, dict(wanted.columns), "create")])
            if not maker.columns.keys().isdisjoint(maker.lifecycle.settles):
                self.unsettled.append((maker, None))
            return
        if isinstance(maker.place.account_id, str) and not maker.needs:
            self._skip(key, f"estate.{key.table} has no row for it", is_open=True)
            return
        # The setting comes with what the row needs, and nobody could look yet.
        named = maker.lifecycle.identity
        columns = {name: wanted.columns[name] for name in wanted.columns if name not in named}
        lines: list[_Line] = [(name, None, value, "update") for name, value in columns.items()]
        self._add(maker, list(maker.come_with(columns)), lines)

    def _correct(self, maker: ChangeMaker, row: Row) -> None:
        key, columns = maker.wanted.key, maker.columns
        self.values.rows[key] = row
        self.kept.setdefault(key.table, set()).add(row["arn"])
        if unknown := sorted(name for name in columns if row[name] is None):
            self._skip(key, f"it is not known what {unknown[0]} of {row['arn']} is", is_open=True)
            return
        differing = sorted(differing_columns(maker.lifecycle, columns, row))
        if not maker.columns.keys().isdisjoint(maker.lifecycle.settles):
            self.unsettled.append((maker, row))
            differing = [name for name in differing if name not in maker.lifecycle.settles]
        if not differing:
            return
        unchangeable = _tell_unchangeable(maker.lifecycle, differing, row, columns)
        if reason := unchangeable or tell_unread(maker, differing, row):
            self._skip(key, reason, is_open=not unchangeable)
            return
        if not set(differing).isdisjoint(maker.lifecycle.identity):
            maker = replace(maker, is_known=True)
        lines: list[_Line]
        fixed = set(differing) & set(maker.lifecycle.replaced_by)
        if fixed and maker.is_foreign:
            name = min(fixed)
            reason = f"{_tell_fixed(name, row, columns)}; {NEVER_ERASED}"
            self.skipped.append(Skip(key, self.layers[key], reason, is_open=False))
            differing = [name for name in differing if name not in fixed]
        elif fixed:
            erasure = self._erasure(maker, row)
            creation = list(maker.create(needs=tuple(change.id for change in erasure)))
            # What refers to it went with it, or has to look at it anew: not even its name is known.
            self.values.create(key, creation[0].id, {})
            lines = [(name, row[name], columns[name], "replace") for name in sorted(fixed)]
            self._add(maker, [*erasure, *creation], lines)
            return
        changes: list[Change] = []
        if "tags" in differing and maker.lifecycle.owner == "tag" and maker.is_tagged:
            changes += maker.adopt(row) if OWNER_TAG not in (row["tags"] or {}) else ()
        rest = [name for name in differing if name != "tags" or not changes]
        changes += maker.update(rest, row)
        lines = [(name, row[name], columns[name], "update") for name in differing]
        if changes:
            self._add(maker, changes, lines)

    def settle(self) -> None:
        """Plan the updates of columns that the Changes planned so far unsettle, or that differ."""
        for maker, row in self.unsettled:
            key, settles = maker.wanted.key, maker.lifecycle.settles
            rows = (key, *self.users.get(key, ()))
            needs = [change for each in rows for change in self.made.get(each, ())]
            others = needs if row else [change for change in needs if change not in self.made[key]]
            differing = (
                [
                    name
                    for name in differing_columns(maker.lifecycle, maker.columns, row or {})
                    if name in settles
                ]
                if row
                else []
            )
            if not (others or differing):
                continue
            lines: list[_Line] = [
                (n, row and row[n], maker.columns[n], "update") for n in differing
            ]
            creation = self.values.created.get(key, "")
            self._add(maker, list(maker.settle(row, creation, needs)), lines)

    def _add(self, maker: ChangeMaker, changes: list[Change], lines: "Iterable[_Line]") -> None:
        key = maker.wanted.key
        self.made[key] = (*self.made.get(key, ()), *(change.id for change in changes))
        # What is a part of two rows is erased once.
        self.changes += [change for change in changes if change.id not in self.seen]
        self.seen.update(change.id for change in changes)
        for name, actual, desired, action in lines:
            its_own = [c for c in changes if action == "update" and name in c.after] or changes
            self.differences.append(
                Difference(
                    key=key,
                    account_id=changes[0].account_id,
                    resource=changes[0].resource,
                    property=name,
                    actual=actual,
                    desired=desired,
                    action=action,
                    section=maker.wanted.section,
                    layer=maker.wanted.layer,
                    why=maker.wanted.why,
                    blast=max((change.blast for change in its_own), key=BLASTS.index),
                    changes=tuple(change.id for change in its_own),
                )
            )

    def _skip(
        self, key: RowKey, reason: str, *, is_open: bool, waits_for: RowKey | None = None
    ) -> None:
        skip = Skip(key, self.layers[key], reason, is_open, waits_for)
        self.lost[key] = skip
        self.skipped.append(skip)

    def _skip_after(self, need: RowKey, key: RowKey) -> None:
        """Skip a row that needs one that was skipped; said is where it began."""
        first = self.lost[need].waits_for or need
        reason = f"needs {first}: {self.lost[first].reason}"
        self._skip(key, reason, is_open=True, waits_for=first)

    def prune(self) -> None:
        """Plan the erasure of what has the blueprint's tag and is not wanted any more."""
        for name, lifecycle in self.catalog.lifecycles.items():
            if lifecycle.is_pruned:
                self._tell_gaps(name)
        for key, row in list(self._list_unwanted()):
            self._erase(key, row)

    def _list_unwanted(self) -> Iterator[tuple[RowKey, Row]]:
        """Yield what has the blueprint's tag and is not wanted any more."""
        estate = {**self.estate, **self.options.owned}
        for key, row in list_owned(self.landscape.name, self.names, estate, self.catalog):
            if key not in self.lost and row["arn"] not in self.kept.get(key.table, ()):
                yield key, row

    def _of(self, maker: ChangeMaker, table: str, name: str, given: Row) -> ChangeMaker:
        """Return the maker of a part of a row."""
        key = maker.wanted.key._replace(table=table, name=name)
        wanted = replace(maker.wanted, key=key, columns={}, given=given, needs=())
        lifecycle = self.catalog.lifecycles[table]
        return replace(maker, lifecycle=lifecycle, table=self.catalog.tables[table], wanted=wanted)

    def _tell_gaps(self, table: str) -> None:
        """Note where it is not known what Ringwall has made."""
        for (account_id, region), why in sorted(self.estate.get(table, EstateTable()).gaps.items()):
            if account_id in self.names or not account_id:
                key = RowKey(self.names.get(account_id, ""), region, table, "*")
                reason = f"what there is to erase is not known: {why}"
                self.skipped.append(Skip(key, "accounts", reason, is_open=True))

    def _erase(self, key: RowKey, row: Row) -> None:
        why = "Ringwall made it for this blueprint, which does not want it any more"
        maker = self._maker(Wanted(key, {}, PRUNE, "accounts", why))
        self._add(maker, self._erasure(maker, row), [("", row["arn"], None, "erase")])

    def _erasure(self, maker: ChangeMaker, row: Row) -> list[Change]:
        """Return the Changes that erase a row: its parts first."""
        parts: list[Change] = []
        for table, names in sorted(maker.lifecycle.parts.items()):
            columns = self.catalog.columns_among(table, names)
            for part in self.estate.get(table, EstateTable()).at(row["account_id"], row["region"]):
                if all(part[own] == row[names[own]] for own in columns):
                    given = {name: row[names[name]] for name in names.keys() - columns}
                    parts += self._of(maker, table, part["arn"], given).erase(part)
        erasure = maker.erase(row)
        ids = {change.id for change in parts}
        return [
            *parts,
            *(replace(each, needs=tuple(sorted({*each.needs, *ids}))) for each in erasure),
        ]


def _tell_unchangeable(lifecycle: Lifecycle, differing: list[str], row: Row, columns: Row) -> str:
    """Return what a person does where no call changes one of the columns; '' where calls do."""
    for name in differing:
        if name in lifecycle.by_hand:
            return f"{name} is {row[name]}, not {columns[name]}: {lifecycle.by_hand[name]}"
        if name not in (*lifecycle.changeable, "tags"):
            told = _tell_fixed(name, row, columns)
            return f"{told}: give it that in the blueprint, or erase it"
    return ""


def _tell_fixed(name: str, row: Row, columns: Row) -> str:
    return f"{name} of {row['arn']} is {row[name]}, not {columns[name]}, and cannot be changed"


_Line = tuple[str, Any, Any, RowAction]
NEVER_ERASED = "what was there before is not made anew"
BLASTS = ("none", "config", "availability", "irreversible")

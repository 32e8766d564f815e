"""The Changes that make one row as it is wanted: created, updated, replaced, erased."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringwall.model.blueprint.wanted import OWNER_TAG, Wanted
from ringwall.model.change import UNREAD, Cause, Change, Probe, Write
from ringwall.model.lifecycle import Lifecycle, Step, Update
from ringwall.model.reference import BEFORE, NOW, READ, find_references
from ringwall.model.table import Row, Table
from ringwall.plan.reconciliation.probe import make_part_probe, make_probe, shown
from ringwall.plan.reconciliation.template import fill_parameters

ABSENT: tuple[Any, ...] = ("", [], {})
"""What columns hold where AWS says that there is none."""


@dataclass(frozen=True)
class ChangePlace:
    """Where a row is: the account (a reference while it is not there), the Region of the calls."""

    account_id: str | Mapping[str, Any]
    region: str
    partition: str

    @property
    def names(self) -> Row:
        """What the place gives to templates."""
        return {
            "account_id": self.account_id,
            "region": self.region,
            "partition": self.partition,
        }


@dataclass(frozen=True)
class ChangeMaker:
    """Makes the Changes of one wanted row. Its values are resolved: no `Ref` is left in them."""

    lifecycle: Lifecycle
    table: Table
    wanted: Wanted
    owner: str
    place: ChangePlace
    needs: tuple[str, ...]
    """Ids of the Changes of what the row refers to."""
    is_tagged: bool = True
    """Whether the row gets the owner's tag: what is adopted need not."""
    is_known: bool = False
    """Whether the row is one that is there without the owner's tag, or with another name: it is
    found by its ids."""
    is_foreign: bool = False
    """Whether the row was there before and has not the blueprint's tag: it is never erased."""

    def create(self, *, needs: tuple[str, ...] = ()) -> Iterator[Change]:
        """Yield the creation, then the updates of the columns that it does not set."""
        lifecycle, columns = self.lifecycle, self.columns
        if lifecycle.create is None:
            raise ValueError(f"{lifecycle.table} is a setting, and cannot be created")
        made = {name: value for name, value in columns.items() if name in lifecycle.creates}
        names = self._names({})
        after = {name: made[name] for name in made if name in shown(lifecycle, made)}
        creation = self._change(
            lifecycle.create, names, self._probe(made, names), None, after, needs=needs
        )
        found = {name: {READ: f"{creation.id}.{name}"} for name in lifecycle.ids}
        if lifecycle.erase:
            undo = self._write(lifecycle.erase, self._names(found))
            creation = replace(creation, undo=undo)
        else:
            creation = replace(creation, blast="irreversible", irreversible=lifecycle.irreversible)
        yield creation
        # What names the resource, and what is for good, comes with its creation.
        made_with = {*lifecycle.creates, *lifecycle.identity, *lifecycle.replaced_by}
        later = made_with | {*lifecycle.settles}
        rest = {name: value for name, value in columns.items() if name not in later}
        yield from self._set(rest, None, found, part_of=creation.id)

    def update(self, columns: Iterable[str], row: Row | None) -> Iterator[Change]:
        """Yield the updates of some columns; `row` is None where nobody could look."""
        chosen = set(columns)
        wanted = {name: value for name, value in self.columns.items() if name in chosen}
        found = {name: {NOW: name} if row is None else row[name] for name in self.lifecycle.ids}
        yield from self._set(wanted, row, found)

    def come_with(self, columns: Iterable[str]) -> Iterator[Change]:
        """Yield the updates of a setting that nobody could look at: it comes with another row.

        It goes with that too: who set it back first would open what something uses by then.
        """
        whole = self.columns.get(self.lifecycle.comes_with)
        creation = next((each.name.partition(".")[0] for each in find_references(whole)), "")
        for change in self.update(columns, None):
            yield replace(change, part_of=creation, undo=None) if creation else change

    def settle(self, row: Row | None, creation: str, needs: Iterable[str]) -> Iterator[Change]:
        """Yield the updates of the columns that other Changes unsettle, after all of those.

        `creation` is the id of the Change that creates the row, '' where it is there.
        """
        settles = self.lifecycle.settles
        wanted = {name: value for name, value in self.columns.items() if name in settles}
        ids = self.lifecycle.ids
        found = {name: row[name] if row else {READ: f"{creation}.{name}"} for name in ids}
        for change in self._set(wanted, None, found, part_of=creation):
            yield replace(change, needs=tuple(sorted({*change.needs, *needs})), undo=None)

    def adopt(self, row: Row) -> Iterator[Change]:
        """Yield the Change that gives a resource of somebody else's the owner's tag."""
        if self.lifecycle.retag is None:
            raise ValueError(f"{self.lifecycle.table}: nothing declares how to tag what is there")
        found = {name: row[name] for name in self.lifecycle.ids}
        names = self._names(found)
        tags = {OWNER_TAG: self.owner}
        probe = self._probe({"tags": tags}, {**names, "tags": tags})
        before = {"tags": {OWNER_TAG: (row["tags"] or {}).get(OWNER_TAG)}}
        yield self._change(
            self.lifecycle.retag, {**names, "tags": tags}, probe, before, {"tags": tags}
        )

    def erase(self, row: Row) -> Iterator[Change]:
        """Yield the erasure of a row that is there; its undo restores or creates it, if it can."""
        if self.lifecycle.erase is None:
            raise ValueError(f"{self.lifecycle.table}: nothing declares how to erase a row")
        found = {name: row[name] for name in self.lifecycle.ids}
        columns = {name: row[name] for name in self.lifecycle.creates if row[name] is not None}
        # What is erased is the row as it is, whatever is wanted in its place.
        own = {name: row[name] for name in self.lifecycle.creates if name != "tags"}
        names = {**columns, **self._names(found), **own}
        before = _see(row, {name: names[name] for name in shown(self.lifecycle, columns)})
        change = self._change(
            self.lifecycle.erase, names, self._probe(columns, names), before, None
        )
        yield replace(change, undo=self._create_again(columns, names))

    def _create_again(self, columns: Row, names: Row) -> Write | None:
        if self.lifecycle.restore:
            return self._write(self.lifecycle.restore, names)
        create = self.lifecycle.create
        if create is None or columns.keys() < set(self.lifecycle.creates):
            return None
        return self._write(create, {**names, **columns})

    def _set(
        self, wanted: Row, row: Row | None, found: Row, *, part_of: str = ""
    ) -> Iterator[Change]:
        covered: set[str] = set()
        for update in self.lifecycle.updates:
            columns = {name: wanted[name] for name in update.columns if name in wanted}
            if not columns or covered >= columns.keys():
                continue
            covered |= columns.keys()
            yield self._update(update, columns, row, found, part_of)
        if lost := wanted.keys() - covered:
            raise ValueError(f"{self.lifecycle.table}: nothing sets {', '.join(sorted(lost))}")

    def _update(
        self, update: Update, columns: Row, row: Row | None, found: Row, part_of: str
    ) -> Change:
        kept = {name: row[name] for name in update.columns} if row and update.whole else {}
        step = _choose(update, columns)
        seen = {name: row[name] if row else {BEFORE: name} for name in update.columns}
        every = {**kept, **self._names(found), "before": seen}
        names = self._leave_out_empty(update, step, every)
        before: Any = UNREAD if row is None else _see(row, columns)
        make = make_part_probe if part_of else make_probe
        change = self._change(
            step,
            names,
            make(self._lifecycle, self.table, columns, names),
            before,
            columns,
            needs=(part_of,) if part_of else (),
            part_of=part_of,
        )
        if part_of:
            return change
        if row is None or self.lifecycle.ids_change:
            names = {**names, "found": {name: {READ: f"{change.id}.{name}"} for name in found}}
        return replace(change, undo=self._take_back(update, columns, row, names))

    def _take_back(self, update: Update, columns: Row, row: Row | None, names: Row) -> Write | None:
        """Return the same call with the values from before; None where it cannot be known."""
        if row is None and update.choose:
            # What was changed to the one of two values had the other before.
            value = columns.get(update.columns[0])
            others = [step for before, step in update.choose.items() if before != value]
            return self._write(others[0], names) if len(others) == 1 else None
        if row is None:
            before: Row = {name: {BEFORE: name} for name in columns}
        else:
            before = _see(row, columns)
        step = _find_step(update, before)
        if step is None:
            return None
        return self._write(step, self._leave_out_empty(update, step, {**names, **before}))

    def _leave_out_empty(self, update: Update, step: Step, names: Row) -> Row:
        """Return the names without what is empty, where what a call leaves out is cleared.

        A number that is 0 is left out where the table has it for "there is none": no limit. A call
        that a function builds says itself that a list is empty.
        """
        if not update.whole:
            return names
        numbers = {column.name for column in self.table.columns if column.when_absent == 0}
        empty = ("",) if step.build else ABSENT
        return {
            name: value
            for name, value in names.items()
            if name not in update.columns
            or not (value in empty or (name in numbers and _is_zero(value)))
        }

    @property
    def columns(self) -> Row:
        """The wanted values, the owner's tag among them where rows have an owner."""
        columns = dict(self.wanted.columns)
        if self.lifecycle.owner == "tag" and self.is_tagged:
            columns["tags"] = {**columns.get("tags", {}), OWNER_TAG: self.owner}
        return columns

    @property
    def names(self) -> Row:
        """The wanted values that name the row."""
        columns = self.columns
        return {name: columns[name] for name in self.lifecycle.identity if name in columns}

    def _names(self, found: Row) -> Row:
        return {
            **self.wanted.given,
            **self.columns,
            **self.place.names,
            "owner": self.owner,
            "name_of_row": self.wanted.key.name,
            "found": found,
            "now": {name: {NOW: name} for name in self.lifecycle.find.now},
        }

    def _probe(self, columns: Iterable[str], names: Row) -> Probe:
        return make_probe(self._lifecycle, self.table, columns, names)

    @property
    def _lifecycle(self) -> Lifecycle:
        """The lifecycle, with the find of what is known by its ids where the row is."""
        find = self.lifecycle.find
        if not self.is_known or not find.known:
            return self.lifecycle
        return replace(self.lifecycle, find=replace(find, match=dict(find.known)))

    def _write(self, step: Step, names: Row) -> Write:
        parameters = step.build(names) if step.build else fill_parameters(step.parameters, names)
        poll = step.poll
        if poll:
            poll = replace(poll, parameters=fill_parameters(poll.parameters, names))
        return Write(step.operation, parameters, step.retry, poll)

    def _change(
        self,
        step: Step,
        names: Row,
        probe: Probe,
        before: Any,
        after: Any,
        *,
        needs: tuple[str, ...] = (),
        part_of: str = "",
    ) -> Change:
        account = self.place.account_id
        wanted, write = self.wanted, self._write(step, names)
        asked = (probe.parameters, probe.match, probe.members)
        lookups = (lookup.parameters for lookup in (*probe.each, *probe.lookups))
        read = {
            reference.name.partition(".")[0]
            for value in (write.parameters, *asked, *lookups, after, account)
            for reference in find_references(value)
            if reference.kind == READ
        }
        return Change(
            account_id=account if isinstance(account, str) else "",
            region=self.place.region,
            resource=self._name(names),
            write=write,
            probe=probe,
            before=before,
            after=after,
            why=wanted.why,
            layer=wanted.layer,
            blast="irreversible" if step.irreversible else step.blast,
            irreversible=step.irreversible,
            cause=Cause("section", wanted.section),
            needs=tuple(sorted({*needs, *self.needs, *read})),
            account=None if isinstance(account, str) else account,
            serial=self.lifecycle.serial,
            part_of=part_of,
        )

    def _name(self, names: Row) -> str:
        """Return what the Change calls the resource: its ARN, or its table and name."""
        arn = names["found"].get("arn")
        return arn if isinstance(arn, str) else f"{self.table.name}/{self.wanted.key.name}"


def _see(row: Row, columns: Iterable[str]) -> Row:
    """Return the values that a row has in some columns; of tags, those that are wanted alone."""
    wanted = columns if isinstance(columns, Mapping) else {}
    seen: Row = {}
    for name in columns:
        seen[name] = row[name]
        if name == "tags":
            seen[name] = {key: (row["tags"] or {}).get(key) for key in wanted.get("tags", ())}
    return seen


def _is_zero(value: Any) -> bool:
    return value == 0 and not isinstance(value, bool)


def _choose(update: Update, columns: Row) -> Step:
    """Return the call that sets the columns; ValueError where none does."""
    step = _find_step(update, columns)
    if step is None:
        raise ValueError(f"no call sets {', '.join(update.columns)} to {list(columns.values())}")
    return step


def _find_step(update: Update, columns: Row) -> Step | None:
    """Return the same; None where none does."""
    if update.clear and all(value in ABSENT for value in columns.values()):
        return update.clear
    value = columns.get(update.columns[0])
    chosen = isinstance(value, Hashable) and update.choose.get(value)
    return chosen or update.step


def tell_unread(maker: ChangeMaker, differing: Iterable[str], row: Row) -> str:
    """Return why a call that sets columns would empty another one, which nobody read; '' if none.

    Such a call replaces all its columns.
    """
    read = {column.name for column in maker.table.columns if column.when_absent is not None}
    chosen, kept = {*differing}, read - maker.columns.keys()
    for update in maker.lifecycle.updates:
        if update.whole and not chosen.isdisjoint(update.columns):
            for name in update.columns:
                if name in kept and row[name] is None:
                    return f"it is not known what {name} of {row['arn']} is, which would be emptied"
    return ""

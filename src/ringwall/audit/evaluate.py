"""Controls over one snapshot: counts, failures and unknowns leave the engine, passes do not."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from ringwall.audit.gaps import Gaps
from ringwall.audit.unknowns import UnknownArea, Unknowns, hold_unknown_resources
from ringwall.audit.verdict_query import looks_into_other_accounts, write_verdict_query
from ringwall.model.errors import BadInput, BadRule, DamagedSnapshot, StorageFailed
from ringwall.model.finding import Answer, Verdict, VerdictCount
from ringwall.model.partition import find_partition
from ringwall.model.rule import Rule
from ringwall.model.table import Row, Table, Type
from ringwall.model.text import LONGEST_ARN
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.reads import find_primaries, find_reads, line_of

ACCOUNTS = "account_account"
"""The table with a row for each account, even if nothing else of it could be read."""
REPORTED = """
        select resource, account_id, region, ok, reason
        from verdict
        where ok is not true"""
TRACKED = """
          or resource in (select resource from tracked)"""
"""What passes leaves the engine for resources with open findings alone."""
COUNTED = """
    select account_id, count(*) as verdicts, count(resource) as resources,
      case when grouping(account_id) = 1 then count(distinct resource) end as different,
      coalesce(max(length(resource)), 0) as longest,
      count(*) filter (where ok) as passed,
      count(*) filter (where not ok) as failed,
      count(*) filter (where ok is null) as unknown
    from verdict
    group by grouping sets ((), (account_id))
    order by grouping(account_id) desc, account_id
    """
"""The counts of all verdicts, and then of each account."""
HELD = (
    *("verdict", "tracked"),
    *("unknown_area", "unknown_resource", "null_resource", "null_account"),
)
"""Tables that an audit makes on the way."""
MAX_VERDICTS = 5_000_000
"""Of one rule."""
TOO_LONG = f"""
    select distinct left(account_id, 12) as account_id,
      coalesce(nullif(left(region, 32), ''), 'global') as region
    from verdict
    where length(resource) > {LONGEST_ARN}
    """
NOT_TOO_LONG = f"select * from verdict where length(resource) <= {LONGEST_ARN}"


HiddenPlaces = Mapping[tuple[str, str], str]
"""Account and region whose resources cannot all be judged, and why."""


class TrackedResource(NamedTuple):
    """A resource whose verdict is wanted even where it passes: it has an open finding."""

    resource: str
    account_id: str
    region: str
    was: Answer = "unknown"
    """The answer of the finding."""


@dataclass
class Audit:
    """One audit. Use up `verdicts()` first; then `counts` and `outcomes` are filled.

    A failure that is open, and of which nothing is seen, counts as what it was: to look elsewhere,
    or to see less, makes nothing better. `unseen` is how many there are.

    `tracked` maps a rule's id to resources with open findings; `outcomes` answers for each of
    them: pass, fail, unknown, or None where it is gone and nothing hides it.
    """

    engine: Engine
    tables: Mapping[str, Table]
    rules: Iterable[Rule]
    tracked: Mapping[str, Iterable[TrackedResource]] = field(default_factory=dict)
    counts: list[VerdictCount] = field(default_factory=list)
    outcomes: dict[str, dict[str, Answer | None]] = field(default_factory=dict)
    unseen: int = 0
    step: Callable[[Rule], None] = lambda _: None
    """Called before each rule, for a progress bar."""
    _partitions: Mapping[str, str] = field(default_factory=dict, init=False)

    def verdicts(self) -> Iterator[Verdict]:
        """Yield every failure and unknown, rule by rule; BadRule where a rule's SQL is wrong.

        The engine must not be used for anything else until the iterator is used up.
        """
        gaps = Gaps(self.engine, self.tables)
        self._partitions = _read_partitions(self.engine, self.tables)
        try:
            for rule in self.rules:
                self.step(rule)
                try:
                    yield from self._evaluate(rule, gaps)
                except (BadRule, DamagedSnapshot):
                    raise
                except BadInput as error:
                    raise BadRule(f"{rule.locate_sql(line_of(error))}: {error}") from error
                except StorageFailed as error:
                    raise StorageFailed(f"{rule.id}: {error}") from error
        finally:
            self.engine.drop(*HELD)

    def _evaluate(self, rule: Rule, gaps: Gaps) -> Iterator[Verdict]:
        tables = self.tables.values()
        reads = find_reads(rule.sql, tables)
        primaries = find_primaries(rule.sql, tables)
        looks_elsewhere = looks_into_other_accounts(self.engine, rule)
        found_unknowns = gaps.find_unknowns(reads, primaries, looks_elsewhere=looks_elsewhere)
        unknowns = self._widen(found_unknowns, primaries)
        if unknowns.areas or unknowns.calls or unknowns.details:
            self._hold_unknowns(unknowns)
        placing = [self.tables[name] for name in sorted(primaries or reads)]
        query = write_verdict_query(rule, placing, unknowns, looks_elsewhere=looks_elsewhere)
        self._hold_verdicts(rule, query)
        counts, lost = self._count_verdicts()
        hidden = {**lost, **_hidden_places(unknowns)}
        self._count(rule, counts, hidden)
        items = tuple(self.tracked.get(rule.id, ()))
        tracked = {item.resource for item in items}
        if tracked:
            self.engine.hold_rows("tracked", {"resource": "TEXT"}, ([name] for name in tracked))
        found: dict[str, Answer | None] = {}
        for row in self.engine.stream(REPORTED + TRACKED if tracked else REPORTED):
            resource, account_id, region, ok, reason = row
            answer: Answer = "unknown" if ok is None else "pass" if ok else "fail"
            if resource in tracked:
                found[resource] = answer
            if not ok:
                yield Verdict(rule.id, resource, account_id, region, answer, reason)
        yield from self._hidden(rule, hidden)
        if tracked:
            is_collected = partial(gaps.is_collected, primaries or reads)
            names = {self._name_hidden(rule, *place) for place in hidden}
            hides = partial(_hides, names, hidden, unknowns.areas)
            unseen: Counter[str] = Counter()
            for item in items:
                if item.resource not in found:
                    is_hidden = hides(item) or not is_collected(item.account_id, item.region)
                    found[item.resource] = "unknown" if is_hidden else None
                    unseen[item.account_id] += is_hidden and item.was == "fail"
            self.outcomes[rule.id] = found
            self._count_unseen(rule, unseen)

    def _count_unseen(self, rule: Rule, unseen: Counter[str]) -> None:
        """Add failures of each account to the counts of a rule."""
        if not (unseen := +unseen):
            return
        counted = {count.account_id: count for count in self.counts if count.rule == rule.id}
        for account_id, failed in unseen.items():
            count = counted.get(account_id) or VerdictCount(rule.id, account_id, 0, 0, 0)
            counted[account_id] = count._replace(failed=count.failed + failed)
            self.unseen += failed
        others = [count for count in self.counts if count.rule != rule.id]
        self.counts[:] = [*others, *counted.values()]

    def _hold_verdicts(self, rule: Rule, sql: str) -> None:
        try:
            self.engine.hold_query("verdict", sql)
        except DamagedSnapshot:
            raise
        except BadInput as error:
            # What fails only on the way is reported with its line in the whole statement.
            line = line_of(error) - sql.partition(rule.sql.strip()[:20])[0].count("\n")
            line = line if 0 <= line <= rule.sql.count("\n") else 0
            raise BadRule(f"{rule.locate_sql(line)}: {error}") from error

    def _count_verdicts(self) -> tuple[list[Row], HiddenPlaces]:
        """Return the counts of each account, with one verdict on each resource.

        A failure outweighs an unknown, and that a pass. A row whose resource is no ARN is left out,
        and its place is returned: one row must not end the audit.
        """
        whole, *accounts = self.engine.rows(COUNTED)
        if whole["verdicts"] > MAX_VERDICTS:
            raise BadInput(f"more than {MAX_VERDICTS:,} rows; a control has one for each resource")
        if whole["resources"] < whole["verdicts"]:
            raise BadInput("resource is NULL in some rows; every verdict needs a resource")
        if whole["longest"] > LONGEST_ARN:
            why = f"a resource was left out: {LONGEST_ARN:,} letters are the most of an ARN"
            lost = {(r["account_id"], r["region"]): why for r in self.engine.rows(TOO_LONG)}
            self.engine.hold_query("verdict", NOT_TOO_LONG)
            return self._count_verdicts()[0], lost
        if whole["different"] == whole["verdicts"]:
            return accounts, {}
        self.engine.hold_query(
            "verdict",
            """
            select distinct on (resource) resource, account_id, region, ok, reason
            from verdict
            order by resource, case when not ok then 0 when ok is null then 1 else 2 end,
              account_id, region, reason
            """,
        )
        return self.engine.rows(COUNTED)[1:], {}

    def _widen(self, unknowns: Unknowns, primaries: Iterable[str]) -> Unknowns:
        """Return areas of the whole organization where that is what the verdict is about."""
        tables = [self.tables[name] for name in primaries]
        if any(table.scope == "organization" and not table.account for table in tables):
            areas = tuple(replace(area, scope="organization") for area in unknowns.areas)
            return replace(unknowns, areas=areas)
        return unknowns

    def _hold_unknowns(self, unknowns: Unknowns) -> None:
        columns: Mapping[str, Type] = {
            "account_id": "TEXT",
            "region": "TEXT",
            "everywhere": "BOOLEAN",
            "spares_failures": "BOOLEAN",
            "reason": "TEXT",
        }
        areas = (
            (
                area.account_id,
                area.region,
                area.scope == "organization",
                area.spares == "failures",
                area.reason,
            )
            for area in unknowns.areas
            if area.spares != "all"
        )
        self.engine.hold_rows("unknown_area", columns, areas)
        hold_unknown_resources(self.engine, unknowns)

    def _count(self, rule: Rule, rows: Iterable[Row], hidden: HiddenPlaces) -> None:
        counts = {
            row["account_id"]: VerdictCount(
                rule.id, row["account_id"], row["passed"], row["failed"], row["unknown"]
            )
            for row in rows
        }
        for verdict in self._hidden(rule, hidden):
            zero = VerdictCount(rule.id, verdict.account_id, 0, 0, 0)
            count = counts.get(verdict.account_id, zero)
            counts[verdict.account_id] = count._replace(
                unknown=count.unknown + 1, hidden=count.hidden + 1
            )
        self.counts.extend(counts.values())

    def _hidden(self, rule: Rule, hidden: HiddenPlaces) -> Iterator[Verdict]:
        """Yield an unknown for each place whose resources could not be listed."""
        for place, reason in hidden.items():
            account_id, region = place
            resource = self._name_hidden(rule, account_id, region)
            yield Verdict(rule.id, resource, account_id, region, "unknown", reason)

    def _name_hidden(self, rule: Rule, account_id: str, region: str) -> str:
        """Return the pattern of ARNs that stands for the resources that nobody saw in a place."""
        partition = self._partitions.get(account_id) or find_partition(region)
        where = "" if region == "global" else region
        return f"arn:{partition}:{rule.service}:{where}:{account_id}:*"


def _hides(
    names: Collection[str],
    hidden: HiddenPlaces,
    areas: Iterable[UnknownArea],
    item: TrackedResource,
) -> bool:
    """Whether a resource without a verdict may be there all the same."""
    return (
        item.resource in names
        or (item.account_id, item.region) in hidden
        or any(_covers(area, item.account_id, item.region) for area in areas)
    )


def _read_partitions(engine: Engine, tables: Mapping[str, Table]) -> Mapping[str, str]:
    """Return the partition of each account that was collected."""
    if ACCOUNTS not in tables:
        return {}
    rows = engine.rows(
        f"select account_id, min(partition) as partition from estate.{ACCOUNTS} group by account_id"
    )
    return {row["account_id"]: row["partition"] for row in rows if row["partition"]}


def _hidden_places(unknowns: Unknowns) -> HiddenPlaces:
    return {(a.account_id, a.region): a.reason for a in unknowns.areas if a.hides}


def _covers(area: UnknownArea, account_id: str, region: str) -> bool:
    if area.scope == "organization":
        return True
    same_region = area.region in {"global", region} or region in {"global", ""}
    return area.account_id == account_id and same_region

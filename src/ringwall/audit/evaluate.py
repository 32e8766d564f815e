"""Controls over one snapshot: counts, failures and unknowns leave the engine, passes do not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ringwall.audit.gaps import Gaps, Hole, Holes
from ringwall.model.errors import BadInput, BadRule
from ringwall.model.finding import Answer, Verdict
from ringwall.model.rule import Rule
from ringwall.model.table import Table
from ringwall.store.engine import Engine
from ringwall.store.sql import find_primary, find_reads

REQUIRED_COLUMNS = ("resource", "ok", "reason")


class Watched(NamedTuple):
    """A resource whose verdict is wanted even where it passes: it has an open finding."""

    resource: str
    account_id: str
    region: str


class Count(NamedTuple):
    """How one rule's verdicts fell in one account."""

    rule: str
    account_id: str
    passed: int
    failed: int
    unknown: int


@dataclass
class Audit:
    """One audit. Use up `verdicts()` first; then `counts` and `outcomes` are filled.

    `watched` maps a rule's id to resources with open findings; `outcomes` answers for each of
    them: pass, fail, unknown, or None where it is gone and nothing hides it.
    """

    engine: Engine
    tables: Mapping[str, Table]
    rules: Iterable[Rule]
    watched: Mapping[str, Iterable[Watched]] = field(default_factory=dict)
    counts: list[Count] = field(default_factory=list)
    outcomes: dict[str, dict[str, Answer | None]] = field(default_factory=dict)
    step: Callable[[Rule], None] = lambda _: None
    """Called before each rule: the seam for a progress bar."""

    def verdicts(self) -> Iterator[Verdict]:
        """Yield every failure and unknown, rule by rule; BadRule where a rule's SQL is wrong.

        The engine must not be used for anything else until the iterator is used up.
        """
        gaps = Gaps(self.engine, self.tables)
        for rule in self.rules:
            self.step(rule)
            try:
                yield from self._evaluate(rule, gaps)
            except BadRule:
                raise
            except BadInput as error:
                raise BadRule(f"{rule.path}:{rule.sql_line}: {error}") from error

    def _evaluate(self, rule: Rule, gaps: Gaps) -> Iterator[Verdict]:
        reads = find_reads(rule.sql, self.tables.values())
        primary = find_primary(rule.sql, self.tables.keys())
        holes = self._place_holes(gaps.sort(reads, primary), primary)
        self._check_columns(rule)
        self.engine.execute(_verdict_sql(rule, primary, sorted(reads), holes))
        try:
            self._count(rule, holes)
            self._answer_watched(rule, holes)
            for row in self.engine.stream(
                "select resource, account_id, region, ok, reason from verdict where ok is not true"
            ):
                resource, account_id, region, ok, reason = row
                answer: Answer = "unknown" if ok is None else "fail"
                yield Verdict(rule.id, resource, account_id, region, answer, reason)
            yield from self._hidden(rule, holes)
        finally:
            self.engine.execute("drop table verdict; drop table hole; drop table dark")

    def _check_columns(self, rule: Rule) -> None:
        columns = self.engine.columns(rule.sql)
        if set(columns) != set(REQUIRED_COLUMNS):
            raise BadInput(f"a control returns resource, ok, reason; this one {', '.join(columns)}")

    def _place_holes(self, holes: Holes, primary: str) -> Holes:
        table = self.tables.get(primary)
        if table and table.scope == "organization" and not table.account:
            # The verdict is about the organization: any account's gap leaves it open.
            wide = tuple(
                Hole(h.account_id, h.region, "organization", h.reason, h.hides) for h in holes.wide
            )
            holes = Holes(wide, holes.narrow)
        self.engine.execute(
            "create temp table hole (account_id text, region text, everywhere boolean, reason text)"
        )
        self.engine.execute("create temp table dark (resource text, reason text)")
        for hole in {
            (h.account_id, h.region, h.scope == "organization"): h for h in holes.wide
        }.values():
            self.engine.execute(
                "insert into hole values (?, ?, ?, ?)",
                [hole.account_id, hole.region, hole.scope == "organization", hole.reason],
            )
        for resource, reason in holes.narrow.items():
            self.engine.execute("insert into dark values (?, ?)", [resource, reason])
        return holes

    def _count(self, rule: Rule, holes: Holes) -> None:
        rows = self.engine.rows(
            """
            select account_id,
              count(*) filter (where ok) as passed,
              count(*) filter (where not ok) as failed,
              count(*) filter (where ok is null) as unknown
            from verdict
            group by account_id
            order by account_id
            """
        )
        counts = {row["account_id"]: Count(rule.id, *row.values()) for row in rows}
        for verdict in self._hidden(rule, holes):
            count = counts.get(verdict.account_id, Count(rule.id, verdict.account_id, 0, 0, 0))
            counts[verdict.account_id] = count._replace(unknown=count.unknown + 1)
        self.counts.extend(counts.values())

    def _hidden(self, rule: Rule, holes: Holes) -> Iterator[Verdict]:
        """Yield an unknown for each place whose resources could not be listed."""
        for place, reason in _hidden_places(holes).items():
            account_id, region = place
            where = "" if region == "global" else region
            resource = f"arn:aws:{rule.service}:{where}:{account_id}:*"
            yield Verdict(rule.id, resource, account_id, region, "unknown", reason)

    def _answer_watched(self, rule: Rule, holes: Holes) -> None:
        watched = list(self.watched.get(rule.id, ()))
        if not watched:
            return
        rows = self.engine.rows(
            "select resource, ok from verdict where list_contains($1::text[], resource)",
            [[w.resource for w in watched]],
        )
        found: dict[str, Answer | None] = {
            row["resource"]: "unknown" if row["ok"] is None else "pass" if row["ok"] else "fail"
            for row in rows
        }
        hidden = {
            f"arn:aws:{rule.service}:{'' if region == 'global' else region}:{account_id}:*"
            for account_id, region in _hidden_places(holes)
        }
        for item in watched:
            if item.resource not in found:
                is_hidden = item.resource in hidden or any(
                    _covers(hole, item.account_id, item.region) for hole in holes.wide
                )
                found[item.resource] = "unknown" if is_hidden else None
        self.outcomes[rule.id] = found


def _hidden_places(holes: Holes) -> dict[tuple[str, str], str]:
    return {(h.account_id, h.region): h.reason for h in holes.wide if h.hides}


def _covers(hole: Hole, account_id: str, region: str) -> bool:
    if hole.scope == "organization":
        return True
    same_region = hole.region in {"global", region} or region == "global"
    return hole.account_id == account_id and same_region


def _verdict_sql(rule: Rule, primary: str, reads: list[str], holes: Holes) -> str:
    """Return the statement that fills `verdict`, one narrow row per resource."""
    places = " union ".join(
        f"select arn, account_id, region from estate.{name}" for name in [primary or ""] if name
    ) or " union ".join(f"select arn, account_id, region from estate.{name}" for name in reads)
    sql = rule.sql.rstrip().rstrip(";")
    base = f"""
        with answer as (
        {sql}
        ),
        place as ({places}),
        placed as (
          select answer.resource, answer.ok, answer.reason,
            coalesce(place.account_id, split_part(answer.resource, ':', 5)) as account_id,
            coalesce(place.region, split_part(answer.resource, ':', 4)) as region
          from answer
          left join place on place.arn = answer.resource
        )
    """
    if not holes.wide and not holes.narrow:
        return f"""create temp table verdict as {base}
            select resource, account_id, region, ok,
              case when ok is true then '' else coalesce(reason, 'not known') end as reason
            from placed"""
    return f"""create temp table verdict as {base}
        , judged as (
          select placed.*, coalesce(
            (select min(dark.reason) from dark where dark.resource = placed.resource),
            (select min(hole.reason) from hole
             where hole.everywhere
               or (hole.account_id = placed.account_id
                   and (hole.region in ('global', placed.region) or placed.region = 'global')))
          ) as gap
          from placed
        )
        select resource, account_id, region,
          case when gap is null then ok end as ok,
          coalesce(gap, case when ok is true then '' else reason end, 'not known') as reason
        from judged"""

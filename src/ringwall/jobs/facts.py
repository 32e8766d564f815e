"""Facts of a snapshot: made when a job first needs them, and kept beside the snapshots."""

from collections.abc import Iterable
from pathlib import Path

from ringwall.catalog.loader import load_facts, load_judged, load_logs, load_tables
from ringwall.jobs.events import Events
from ringwall.model.rule import Rule
from ringwall.reason.facts.compute import VERSION, compute_facts
from ringwall.store.engine.embedded import EmbeddedEngine, StatementLimits
from ringwall.store.engine.reads import find_reads
from ringwall.store.home import Home
from ringwall.store.lake.facts import are_current, find_damage, remove_stale, write_facts
from ringwall.store.lake.logs import attach_logs, fingerprint_logs
from ringwall.store.lake.snapshot import Snapshot, attach_snapshot, sort_snapshots

LIMITS = StatementLimits(memory="1GB")
MAX_SHOWN = 60
"""Letters of a resource's name that progress shows: the end of an ARN says most."""


def prepare_facts(home: Home, snapshot: Snapshot, events: Events) -> Path:
    """Return the folder of a snapshot's facts; they are made where they are not there yet.

    They are made anew where the logs have changed, where Ringwall draws other conclusions now, and
    where a file is not what was written: all that they say follows from the snapshot and the logs.
    """
    folder = home.facts / snapshot.id
    made_from = f"{VERSION} {fingerprint_logs(home.logs)}"
    if are_current(folder, made_from):
        damage = find_damage(folder, load_facts().values())
        if not damage:
            return folder
        events.note(f"{damage}; Ringwall makes these facts again")
    home.make()
    with (
        EmbeddedEngine(snapshot.path, home.logs, limits=LIMITS) as engine,
        events.progress("reason") as progress,
    ):
        attach_snapshot(engine, snapshot, load_tables().values())
        attach_logs(engine, home.logs, load_logs().values())
        rows = compute_facts(
            engine, load_tables().values(), lambda what: progress.advance(what[-MAX_SHOWN:])
        )
        write_facts(folder, made_from, load_facts(), rows)
    snapshots, damaged = sort_snapshots(home.estate)
    if not damaged:
        remove_stale(home.facts, {snapshot.id, *(found.id for found in snapshots)})
    return folder


def need_facts(rules: Iterable[Rule]) -> bool:
    """Whether one of the rules reads facts."""
    tables, facts = load_judged(), load_facts().keys()
    return any(not facts.isdisjoint(find_reads(rule.sql, tables.values())) for rule in rules)

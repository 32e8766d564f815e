"""Detections run over the logs that an engine shows: each by itself, one that fails by its name."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ringwall.catalog.detectionfile import load_judge
from ringwall.detect.hits import check_columns, read_hits
from ringwall.detect.query import check_key, name_place
from ringwall.model.detection import DetectionRule, Hit
from ringwall.model.errors import BadInput, BadRule, DamagedSnapshot, StorageFailed
from ringwall.store.engine.key_groups import read_rows
from ringwall.store.engine.protocol import Engine

MOST_HITS = 100_000
"""Hits of one rule in one batch: more say that the rule is wrong, or that all is lost anyway."""


@dataclass(frozen=True)
class RuleRun:
    """What one detection found in one batch. `failure` says why it did not end, '' where it did."""

    rule: DetectionRule
    hits: Mapping[str, Hit] = field(default_factory=dict)
    """By uid."""
    failure: str = ""
    seconds: float = 0


class TooManyHits(BadRule):
    """A detection found more than is kept of one batch; `hits` is what is kept."""

    def __init__(self, rule: DetectionRule, hits: Mapping[str, Hit]) -> None:
        super().__init__(
            f"{rule.path}: more than {MOST_HITS:,} hits in one batch; so many are kept"
        )
        self.hits = hits


def run_detections(
    engine: Engine,
    rules: Iterable[DetectionRule],
    show: Callable[[DetectionRule], None] = lambda _: None,
) -> Iterator[RuleRun]:
    """Yield what each detection finds in the tables of the engine.

    `show` is called before each: it narrows the logs to the rule's time. Where a rule fails, it
    says so, and the others go on; a damaged file, which is no rule's fault, ends all.
    """
    for rule in rules:
        engine.attribute(rule.id)
        began = time.perf_counter()
        hits: Mapping[str, Hit] = {}
        failure = ""
        try:
            show(rule)
            hits = find_hits(engine, rule)
        except DamagedSnapshot:
            raise
        except TooManyHits as error:
            hits, failure = error.hits, str(error)
        except (BadInput, StorageFailed) as error:
            failure = str(error)
        yield RuleRun(rule, hits, failure, time.perf_counter() - began)


def find_hits(engine: Engine, rule: DetectionRule) -> dict[str, Hit]:
    """Return the hits of one detection, by uid; BadRule, with file and line, where it is wrong."""
    found = _judge(engine, rule) if rule.is_code else _ask(engine, rule)
    hits: dict[str, Hit] = {}
    for hit in found:
        uid = hit.uid
        if uid not in hits and len(hits) == MOST_HITS:
            raise TooManyHits(rule, hits)
        if uid not in hits or hit.count > hits[uid].count:
            hits[uid] = hit
    return hits


def _ask(engine: Engine, rule: DetectionRule) -> Iterator[Hit]:
    try:
        types, rows = engine.stream_typed(rule.sql)
        check_columns(types)
        yield from read_hits(rule, types, rows)
    except (BadRule, DamagedSnapshot):
        raise
    except BadInput as error:
        raise name_place(rule, error) from error


def _judge(engine: Engine, rule: DetectionRule) -> Iterator[Hit]:
    check_key(rule, engine)
    judge = load_judge(rule)
    try:
        for found in engine.map_groups(rule.sql.strip().rstrip(";"), rule.key, judge):
            types, rows = read_rows(found)
            if rows:
                check_columns(types)
            yield from read_hits(rule, types, (row.values() for row in rows))
    except (BadRule, DamagedSnapshot):
        raise
    except BadInput as error:
        raise BadRule(f"{rule.path}: {error}") from error
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise BadRule(f"{rule.path}: judge() failed: {type(error).__name__}: {error}") from error

"""A folder of Sigma rules as detections: what runs, and what was left out and why."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal

from sigma.collection import SigmaCollection
from sigma.correlations import SigmaCorrelationRule
from sigma.exceptions import SigmaError
from sigma.filters import SigmaFilter
from sigma.rule import SigmaRule
from sqlglot import exp
from sqlglot.errors import SqlglotError

from ringwall.detect.sigma.conditions import ConditionWriter
from ringwall.detect.sigma.correlation import CorrelationWriter, sum_windows
from ringwall.detect.sigma.counting import MAX_CONDITION, TIMEFRAME, split_count
from ringwall.detect.sigma.dialects import SqlDialect, write_sql
from ringwall.detect.sigma.documents import SigmaRuleOrFilter, is_cloudtrail, read_rule
from ringwall.detect.sigma.event_query import select_hits
from ringwall.detect.sigma.rule_file import RuleDocument, read_documents
from ringwall.model.detection import DetectionRule
from ringwall.model.errors import BadInput, BadRule
from ringwall.model.rule import Severity
from ringwall.model.text import make_visible

MAX_FILES = 50_000
MAX_BRACKETS = 30
ENDINGS = (".yml", ".yaml")
SEVERITY: Mapping[str, Severity] = {
    "informational": "low",
    "low": "low",
    "medium": "medium",
    "high": "high",
    "critical": "critical",
}
RETIRED = frozenset({"deprecated", "unsupported"})
CONFIDENCE: Mapping[str, int] = {"stable": 90, "test": 75, "experimental": 50}
"""How sure a hit is, by the status of its rule."""
LONGEST = 2_000
"""Letters of a description."""
_TECHNIQUE = re.compile(r"t\d{4}(\.\d{3})?")
_FAULTS = (BadRule, SigmaError, SqlglotError, ValueError, TypeError, AttributeError, KeyError)
"""What a rule of a stranger can make pySigma raise, beside what it means to."""

LeftOutKind = Literal["error", "other_source", "retired"]


@dataclass(frozen=True)
class LeftOutRule:
    """A rule, or a file, that does not run. Of the kinds, only an error is to be corrected."""

    path: Path
    title: str
    kind: LeftOutKind
    reason: str

    def __str__(self) -> str:
        """Return the line that a user reads."""
        return make_visible(f"{self.path}: {self.title + ': ' if self.title else ''}{self.reason}")


@dataclass(frozen=True)
class SigmaRules:
    """The detections of a folder, and what of it was left out."""

    rules: tuple[DetectionRule, ...] = ()
    skipped: tuple[LeftOutRule, ...] = ()
    notes: tuple[str, ...] = ()
    """Lines about rules that run, and ask for fields that no record has."""
    parts: int = 0
    """Rules that only correlations use, and filters."""
    trees: Mapping[str, exp.Select] = field(default_factory=dict, compare=False, repr=False)

    def count(self, kind: LeftOutKind) -> int:
        """Return how many were left out for one kind of reason."""
        return sum(left.kind == kind for left in self.skipped)

    def write(self, rule_id: str, dialect: SqlDialect) -> str:
        """Return a rule's query in a dialect; BadRule where it could not run there."""
        return write_sql(self.trees[rule_id], dialect)


@dataclass
class _Loading:
    """The documents that were taken, and what was left out so far."""

    placeholders: Mapping[str, Sequence[str]]
    taken: list[tuple[RuleDocument, SigmaRuleOrFilter]] = field(default_factory=list)
    skipped: list[LeftOutRule] = field(default_factory=list)
    conditions: dict[int, exp.Expr] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    counted: set[int] = field(default_factory=set)
    """The rules of events that are one with the correlation that counts them, by identity."""
    _left: set[tuple[Path, int]] = field(default_factory=set)

    def note(self, document: RuleDocument, said: str) -> None:
        self.notes.append(make_visible(f"{document.path}: {document.content['title']}: {said}"))

    def leave_out(
        self, document: RuleDocument, reason: object, kind: LeftOutKind = "error"
    ) -> None:
        place = (document.path, document.number)
        if place in self._left:
            # The other half of a rule that counts.
            return
        self._left.add(place)
        said = " ".join(str(reason).split())[:500]
        if document.number > 1:
            said = f"document {document.number}: {said}"
        self.skipped.append(LeftOutRule(document.path, document.content["title"], kind, said))


def load_sigma(folder: Path, placeholders: Mapping[str, Sequence[str]] | None = None) -> SigmaRules:
    """Return the rules of a folder, or of one file, as detections over `logs.cloudtrail`.

    `placeholders` are the values of `%name%` in rules that use `expand`. BadInput where there is no
    file of rules at all; whatever is wrong with one rule leaves out that rule alone.
    """
    loading = _Loading(placeholders or {})
    for path in _find_files(folder):
        _take_file(path, loading)
    _apply_filters(loading)
    _write_conditions(loading)
    resolved = _resolve_correlations(loading)
    made = _make_detections(loading, resolved)
    # The parts of a correlation that does not run are detections by themselves.
    used = {id(rule) for rule in _find_used(resolved[key] for key in made if key in resolved)}
    rules: dict[str, DetectionRule] = {}
    trees: dict[str, exp.Select] = {}
    parts = 0
    for document, rule in loading.taken:
        if id(rule) in loading.counted:
            continue
        if isinstance(rule, SigmaFilter) or id(rule) in used:
            parts += 1
        elif id(rule) in made:
            detection, tree = made[id(rule)]
            if detection.id in rules:
                loading.leave_out(document, f"has the id of {rules[detection.id].path}")
            else:
                rules[detection.id], trees[detection.id] = detection, tree
    return SigmaRules(
        tuple(rules.values()), tuple(loading.skipped), tuple(loading.notes), parts, trees
    )


def _make_detections(
    loading: _Loading, correlations: Mapping[int, SigmaCorrelationRule]
) -> dict[int, tuple[DetectionRule, exp.Select]]:
    bounds = {id(rule): document.bounds for document, rule in loading.taken}
    writer = CorrelationWriter(loading.conditions, bounds)
    made: dict[int, tuple[DetectionRule, exp.Select]] = {}
    for document, rule in loading.taken:
        is_ready = id(rule) in correlations or id(rule) in loading.conditions
        if is_ready and not isinstance(rule, SigmaFilter):
            try:
                made[id(rule)] = _make_detection(document, rule, writer)
            except (*_FAULTS, RecursionError) as error:
                loading.leave_out(document, error)
    return made


def _find_files(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
        return
    if not folder.is_dir():
        raise BadInput(f"{folder}: no such folder of Sigma rules")
    found = 0
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            # A link may lead to a file that is none of the folder's.
            if name.endswith(ENDINGS) and path.is_file() and not path.is_symlink():
                found += 1
                if found > MAX_FILES:
                    raise BadInput(f"{folder}: more than {MAX_FILES:,} files of Sigma rules")
                yield path
    if not found:
        raise BadInput(f"{folder}: no Sigma rules; they end in {', '.join(ENDINGS)}")


def _take_file(path: Path, loading: _Loading) -> None:
    try:
        for document in read_documents(path):
            if isinstance(document, BadRule):
                loading.skipped.append(LeftOutRule(path, "", "error", str(document)))
            else:
                _take_document(document, loading)
    except (BadRule, RecursionError) as error:
        reason = str(error) if isinstance(error, BadRule) else "is nested too deep"
        loading.skipped.append(LeftOutRule(path, "", "error", reason))


def _take_document(document: RuleDocument, loading: _Loading) -> None:
    content = document.content
    source = content.get("logsource", {})
    if "correlation" not in content and source and not is_cloudtrail(source):
        parts = (source.get(key) for key in ("category", "product", "service"))
        named = "/".join(str(part) for part in parts if part)
        reason = f"its log source is {named or 'not named'}, not CloudTrail"
        loading.leave_out(document, reason, "other_source")
        return
    status = content.get("status", "").lower()
    if status in RETIRED:
        loading.leave_out(document, f"its status is {status}", "retired")
        return
    try:
        if content.get("taxonomy", "sigma") != "sigma":
            raise BadRule(f"has the taxonomy {content['taxonomy']}; only sigma is understood")
        counted = split_count(document)
        taken = [(part, read_rule(dict(part.content))) for part in counted or (document,)]
    except _FAULTS as error:
        loading.leave_out(document, error)
        return
    loading.taken += taken
    if counted:
        loading.counted.add(id(taken[0][1]))
        if "timeframe" not in content["detection"]:
            loading.note(document, f"it names no timeframe, and counts over {TIMEFRAME}")


def _apply_filters(loading: _Loading) -> None:
    """Add the conditions of filters to the rules that they name."""
    for document, found in loading.taken:
        if isinstance(found, SigmaFilter):
            for _, rule in loading.taken:
                if isinstance(rule, SigmaRule):
                    try:
                        found.apply_on_rule(rule)
                    except _FAULTS as error:
                        loading.leave_out(document, error)
                        break


def _write_conditions(loading: _Loading) -> None:
    for document, rule in loading.taken:
        if isinstance(rule, SigmaRule):
            try:
                for condition in rule.detection.condition:
                    _check_condition(condition)
                writer = ConditionWriter(loading.placeholders)
                loading.conditions[id(rule)] = writer.write(rule)
                for name in sorted(writer.unknown):
                    loading.note(document, f"records of CloudTrail have no field {name}")
            except (*_FAULTS, RecursionError) as error:
                loading.leave_out(document, error)


def _check_condition(condition: object) -> None:
    """Raise BadRule for a condition that a parser would take too long for."""
    if not isinstance(condition, str):
        raise BadRule("the condition is not a text")
    if len(condition) > MAX_CONDITION:
        raise BadRule(f"the condition has more than {MAX_CONDITION:,} letters")
    if condition.count("(") > MAX_BRACKETS or len(re.findall(r"\bnot\b", condition)) > MAX_BRACKETS:
        raise BadRule(f"the condition has more than {MAX_BRACKETS} brackets or negations")


def _resolve_correlations(loading: _Loading) -> dict[int, SigmaCorrelationRule]:
    """Return the correlations of which every rule is known, by identity; leave out the others."""
    rules: list[SigmaRuleOrFilter] = [
        rule for _, rule in loading.taken if not isinstance(rule, SigmaFilter)
    ]
    collection = SigmaCollection(rules, resolve_references=False)
    names = Counter(rule.name for rule in rules if rule.name)
    waiting = {
        id(rule): (document, rule)
        for document, rule in loading.taken
        if isinstance(rule, SigmaCorrelationRule)
    }
    for key, (document, rule) in list(waiting.items()):
        try:
            _check_references(rule, names)
            rule.resolve_rule_references(collection)
            rule.aliases.resolve_rule_references(collection)
        except _FAULTS as error:
            loading.leave_out(document, error)
            del waiting[key]
    resolved: dict[int, SigmaCorrelationRule] = {}
    while waiting:
        # Those over rules that are ready come first: what remains goes in a circle, or lacks one.
        ready = [
            key
            for key, (_, rule) in waiting.items()
            if all(
                id(item.rule) in loading.conditions or id(item.rule) in resolved
                for item in rule.referenced_rules
            )
        ]
        if not ready:
            break
        resolved |= {key: waiting.pop(key)[1] for key in ready}
    for document, _ in waiting.values():
        loading.leave_out(document, "refers to a rule that was left out, or to itself")
    return resolved


def _check_references(rule: SigmaCorrelationRule, names: Mapping[str, int]) -> None:
    """Raise BadRule where a reference is no name or ID, or is the name of several rules."""
    for reference in rule.rules or ():
        if not isinstance(reference.reference, str):
            raise BadRule(f"{reference.reference!r} is no name or ID of a rule")
        if names.get(reference.reference, 0) > 1:
            raise BadRule(f"several rules have the name {reference.reference}")


def _find_used(
    correlations: Iterable[SigmaCorrelationRule],
) -> Iterator[SigmaRule | SigmaCorrelationRule]:
    """Yield the rules that are parts of correlations, and no detections by themselves."""
    for correlation in correlations:
        if not correlation.generate:
            yield from (item.rule for item in correlation.referenced_rules)


def _make_detection(
    document: RuleDocument,
    rule: SigmaRule | SigmaCorrelationRule,
    writer: CorrelationWriter,
) -> tuple[DetectionRule, exp.Select]:
    if isinstance(rule, SigmaCorrelationRule):
        window = sum_windows(rule)
        tree = writer.select_hits(rule)
    else:
        window = timedelta(0)
        tree = select_hits(writer.conditions[id(rule)].copy(), rule.fields)
    title = make_visible(rule.title)[:256]
    status = rule.status.name.lower() if rule.status else ""
    level = rule.level.name.lower() if rule.level else "medium"
    detection = DetectionRule(
        id=f"sigma.{rule.id or _make_slug(document.content.get('id') or rule.title)}",
        title=title,
        severity=SEVERITY[level],
        why=make_visible(" ".join((rule.description or "").split()))[:LONGEST] or title,
        fix="Find out whether the caller was meant to do this; if not, take the credentials away "
        "and look at what else they did.",
        sql=write_sql(tree, "duckdb"),
        attacks=tuple(
            tag.name.upper()
            for tag in rule.tags
            if tag.namespace == "attack" and _TECHNIQUE.fullmatch(tag.name.lower())
        ),
        window=window,
        false_positives=make_visible("; ".join(rule.falsepositives))[:LONGEST],
        confidence=CONFIDENCE.get(status, 60),
        # "No case or alerting should be triggered by such rules", the specification says.
        is_context=level == "informational",
        url=next((url for url in rule.references if re.match(r"https?://\S+$", url)), ""),
        path=document.path,
    )
    return detection, tree


def _make_slug(title: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:80]
    if not slug:
        raise BadRule("the rule has neither an id nor letters in its title")
    return slug

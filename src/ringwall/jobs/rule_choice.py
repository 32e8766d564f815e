"""Which rules a job is about, and what is known of them beside their own file."""

import fnmatch
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from ringwall.catalog.loader import load_detections, load_playbooks, load_rules
from ringwall.catalog.requirements import Framework
from ringwall.catalog.walk import CATALOG
from ringwall.detect.query import check_query
from ringwall.jobs.selection import NamedFilter, select
from ringwall.model.detection import DetectionRule
from ringwall.model.errors import BadInput
from ringwall.model.layer import Layer
from ringwall.model.rule import SEVERITIES, Rule, Severity
from ringwall.model.spelling import find_likely


def choose_rules(
    folders: Collection[Path] = (),
    patterns: Collection[str] = (),
    layer: Layer | None = None,
    severity: Severity = "low",
    framework: Framework | None = None,
) -> dict[str, Rule]:
    """Return the controls, those in `folders` too, that every choice takes.

    `patterns` are ids with `*`, of which a rule matches one; `severity` is the mildest; a framework
    has those that answer a requirement of it. All
    controls where nothing is chosen. BadInput where a pattern matches no rule, or where the choices
    together leave none.
    """
    known = load_rules(*folders)
    for pattern in patterns:
        if not fnmatch.filter(known, pattern):
            meant = find_likely(pattern, known)
            hint = f"; did you mean {meant}?" if meant else ""
            raise BadInput(f"no rule matches {pattern}; `ringwall rules list` names them all{hint}")
    chosen = select("rule", known.values(), list(_filter(patterns, layer, severity, framework)))
    return {rule.id: rule for rule in sorted(chosen, key=lambda rule: rule.id)}


def choose_detections(
    folders: Collection[Path] = (),
    patterns: Collection[str] = (),
    others: Mapping[str, DetectionRule] = MappingProxyType({}),
) -> dict[str, DetectionRule]:
    """Return the detections, those in `folders` and `others` too, that a pattern matches; else all.

    BadInput where a pattern matches none, or where one of a folder may not run.
    """
    known = load_detections(*folders)
    for rule in known.values():
        if not rule.path.is_relative_to(CATALOG):  # ours are tested
            check_query(rule)
    known = {**others, **known}
    for pattern in patterns:
        if not fnmatch.filter(known, pattern):
            meant = find_likely(pattern, known)
            hint = f"; did you mean {meant}?" if meant else ""
            raise BadInput(
                f"no detection matches {pattern}; `ringwall rules list --kind detection` "
                f"names them all{hint}"
            )
    return {
        id_: rule
        for id_, rule in known.items()
        if not patterns or any(fnmatch.fnmatchcase(id_, pattern) for pattern in patterns)
    }


def _filter(
    patterns: Collection[str],
    layer: Layer | None,
    severity: Severity,
    framework: Framework | None,
) -> Iterable[NamedFilter[Rule]]:
    if patterns:
        name = f"--rule {','.join(patterns)}"
        yield NamedFilter(name, lambda rule: any(fnmatch.fnmatchcase(rule.id, p) for p in patterns))
    if layer:
        yield NamedFilter(f"--layer {layer}", lambda rule: rule.layer == layer)
    if severity != SEVERITIES[0]:
        graver = SEVERITIES[SEVERITIES.index(severity) :]
        yield NamedFilter(f"--severity {severity}", lambda rule: rule.severity in graver)
    if framework:
        answering = frozenset(framework.rules)
        yield NamedFilter(f"--framework {framework.name}", lambda rule: rule.id in answering)


def name_playbooks() -> Mapping[str, str]:
    """Return the playbook that fixes each rule's findings."""
    return {rule: p.id for p in load_playbooks().values() for rule in p.answers}

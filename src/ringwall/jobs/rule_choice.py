"""Which rules a job is about, and what is known of them beside their own file."""

import fnmatch
from collections.abc import Collection, Mapping
from pathlib import Path

from ringwall.catalog.loader import load_playbooks, load_rules
from ringwall.model.errors import BadInput
from ringwall.model.layer import Layer
from ringwall.model.rule import Rule


def choose_rules(
    folders: Collection[Path] = (), patterns: Collection[str] = (), layer: Layer | None = None
) -> dict[str, Rule]:
    """Return the controls, those in `folders` too, that match a pattern (`s3.*`) and a layer.

    All of them where no pattern is given. BadInput where a pattern matches no rule.
    """
    known = load_rules(*folders)
    chosen: dict[str, Rule] = {}
    for pattern in patterns or ("*",):
        found = {id_: rule for id_, rule in known.items() if fnmatch.fnmatchcase(id_, pattern)}
        if not found:
            raise BadInput(f"no rule matches {pattern}; `ringwall rules list` names them all")
        chosen |= found
    return {
        id_: rule
        for id_, rule in sorted(chosen.items())
        if rule.kind == "control" and layer in {None, rule.layer}
    }


def name_playbooks() -> Mapping[str, str]:
    """Return the playbook that fixes each rule's findings."""
    return {rule: p.id for p in load_playbooks().values() for rule in p.answers}

"""Changes of policies from options of `ringwall access check`, and their impact as lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from cyclopts import Parameter

from ringwall.cli.access.exposures import name_kind, show_exposure
from ringwall.cli.access.rows import print_found, show_conditions
from ringwall.cli.options import Paths, Repeated
from ringwall.cli.output import RowFormat, print_note
from ringwall.jobs.access.changes import (
    AttachFile,
    ControlPolicyKind,
    DetachPolicy,
    PolicyChanges,
    PutFile,
)
from ringwall.jobs.access.impact import Impact
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.model.text import count_of

Named = TypeVar("Named")
_PAST: Mapping[str, str] = {
    "closes": "closed",
    "narrows": "narrowed",
    "changes": "changed",
    "widens": "widened",
    "opens": "opened",
}
"""What becomes of access from outside, and how the summary calls it."""


@Parameter(name="*")
@dataclass(frozen=True)
class WhatIfOptions:
    """Changes to try out on the snapshot; nothing is written anywhere."""

    attach_scp: Paths = ()
    """File with an SCP to attach to --to (may be repeated, with as many --to)."""
    attach_rcp: Paths = ()
    """File with an RCP to attach to --to."""
    to: Repeated = ()
    """Root, unit or account to attach to: an id, an account's name, a unit's name or path."""
    detach_scp: Repeated = ()
    """Name or ARN of an SCP to detach from --off."""
    detach_rcp: Repeated = ()
    """Name or ARN of an RCP to detach from --off."""
    off: Repeated = ()
    """Root, unit or account to detach a policy from."""
    put_policy: Repeated = ()
    """ARN=FILE: replace a managed policy, or the policy of a resource (of a role: its trust)."""

    def read(self) -> PolicyChanges:
        """Return the changes; BadInput where options do not go together."""
        files: tuple[tuple[ControlPolicyKind, Path], ...] = (
            *(("scp", path) for path in self.attach_scp),
            *(("rcp", path) for path in self.attach_rcp),
        )
        names: tuple[tuple[ControlPolicyKind, str], ...] = (
            *(("scp", name) for name in self.detach_scp),
            *(("rcp", name) for name in self.detach_rcp),
        )
        return PolicyChanges(
            attach=tuple(
                AttachFile(kind, path, target)
                for (kind, path), target in _pair(files, self.to, "--attach-scp FILE", "--to")
            ),
            detach=tuple(
                DetachPolicy(kind, name, target)
                for (kind, name), target in _pair(names, self.off, "--detach-scp NAME", "--off")
            ),
            put=tuple(map(_read_replacement, self.put_policy)),
        )


def print_impact(impact: Impact, form: RowFormat) -> None:
    """Print what a change would break, close and open."""
    print_found([*impact.broken, *impact.exposures], form, _show)
    permissions = count_of(len(impact.broken), "used permission")
    principals = count_of(impact.principals, "principal")
    outside = ", ".join(f"{impact.counts[what]} {past}" for what, past in _PAST.items())
    print_note(f"{permissions} of {principals} would break; access from outside: {outside}")


def _pair(
    policies: Sequence[Named], targets: tuple[str, ...], option: str, at: str
) -> Iterable[tuple[Named, str]]:
    """Return each policy with its target; one target is enough for all of them."""
    if len(targets) == 1 and policies:
        targets *= len(policies)
    if len(targets) != len(policies):
        raise BadInput(f"{option} needs {at}: name one, or as many as there are policies")
    return zip(policies, targets, strict=True)


def _read_replacement(text: str) -> PutFile:
    arn, equals, name = text.rpartition("=")
    if not equals or not arn.startswith("arn:"):
        raise BadInput(f"--put-policy {text}: write ARN=FILE")
    return PutFile(arn, Path(name))


def _show(row: Row) -> str:
    if "origin" in row:
        was = row["was"]
        former = f"  was {name_kind(was)} {was['verdict']}{show_conditions(was)}" if was else ""
        return f"{row['what']:10} {show_exposure(row)}{former}"
    by = f"  by {', '.join(row['statements'])}" if row["statements"] else ""
    uses = f"{count_of(row['count'], 'use')}, the last {row['last_used']:%Y-%m-%d}"
    what = f"{row['principal']} {row['action']} {row['resource'] or '(resource not logged)'}"
    return f"{row['what']:10} {what}  {uses}{by}{show_conditions(row)}"

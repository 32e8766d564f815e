"""What if: changes of policies named on the command line, and what they would do."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from ringwall.cli.access_outside import describe_exposure, name_sort, show_exposure
from ringwall.cli.access_rows import Format, Row, print_found, show_conditions
from ringwall.cli.access_usage import read_logs
from ringwall.cli.estate import EXIT_FINDINGS, EXIT_UNKNOWN
from ringwall.cli.policy_files import read_policy_file
from ringwall.cli.say import clean, make_console, tell_count
from ringwall.model.errors import BadInput, NotCollected
from ringwall.reason.iam.language.parse import BadPolicy, parse_document
from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.organization.attached_policy import HeldPolicy
from ringwall.reason.iam.organization.change import (
    Attach,
    Change,
    ControlKind,
    Detach,
    Replace,
    find_target,
)
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.relation.impact import Turn, find_broken, find_turned
from ringwall.reason.iam.validation.names import check_names
from ringwall.store.home import Home

Files = Annotated[tuple[Path, ...], Parameter(consume_multiple=False)]
Words = Annotated[tuple[str, ...], Parameter(consume_multiple=False)]

_TOLD: Mapping[Turn, str] = {
    "closes": "closed",
    "narrows": "narrowed",
    "changes": "changed",
    "widens": "widened",
    "opens": "opened",
}
_LETS_IN: frozenset[Turn] = frozenset({"changes", "widens", "opens"})
"""What may let in somebody who could not come before."""


@Parameter(name="*")
@dataclass(frozen=True)
class WhatIf:
    """Changes to try out against the snapshot; nothing is written anywhere."""

    attach_scp: Files = ()
    """File with an SCP to attach to --to (may be repeated, with as many --to)."""
    attach_rcp: Files = ()
    """File with an RCP to attach to --to."""
    to: Words = ()
    """Root, unit or account to attach to: an id, an account's name, a unit's name or path."""
    detach_scp: Words = ()
    """Name or ARN of an SCP to take off --off."""
    detach_rcp: Words = ()
    """Name or ARN of an RCP to take off --off."""
    off: Words = ()
    """Root, unit or account to take a policy off."""
    put_policy: Words = ()
    """ARN=FILE: a managed policy, or the policy of a resource (of a role: its trust), anew."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to try out."""
        return not (
            self.attach_scp or self.attach_rcp or self.detach_scp or self.detach_rcp
            or self.put_policy or self.to or self.off
        )  # fmt: skip

    def read(self, organization: Organization) -> list[Change]:
        """Return the changes; BadInput for a file or name that cannot be used."""
        attached: list[tuple[ControlKind, Path]] = [
            *(("scp", path) for path in self.attach_scp),
            *(("rcp", path) for path in self.attach_rcp),
        ]
        detached: list[tuple[ControlKind, str]] = [
            *(("scp", name) for name in self.detach_scp),
            *(("rcp", name) for name in self.detach_rcp),
        ]
        return [
            *(
                Attach(kind, _read_policy(path, kind), find_target(organization, target))
                for (kind, path), target in _pair(attached, self.to, "--attach-scp FILE", "--to")
            ),
            *(
                Detach(kind, name, find_target(organization, target))
                for (kind, name), target in _pair(detached, self.off, "--detach-scp NAME", "--off")
            ),
            *map(_read_replacement, self.put_policy),
        ]


def _pair(
    what: list[tuple[ControlKind, Any]], targets: tuple[str, ...], option: str, at: str
) -> Iterator[tuple[tuple[ControlKind, Any], str]]:
    if len(targets) == 1 and what:
        targets *= len(what)
    if len(targets) != len(what):
        raise BadInput(f"{option} takes a {at}: name one, or as many as there are policies")
    yield from zip(what, targets, strict=True)


def _read_policy(path: Path, kind: PolicyType) -> HeldPolicy:
    return HeldPolicy(_read_document(path, kind), path.stem, kind)


def _read_replacement(text: str) -> Replace:
    arn, equals, name = text.rpartition("=")
    if not equals or not arn.startswith("arn:"):
        raise BadInput(f"--put-policy {text}: write ARN=FILE")
    return Replace(arn, _read_document(Path(name), ""))


def _read_document(path: Path, kind: PolicyType) -> dict[str, Any]:
    document = read_policy_file(path)
    parsed = parse_document(document, (), str(path), kind)
    if parsed.policy is None or parsed.errors:
        raise BadPolicy(str(path), parsed.errors)
    for problem in (*parsed.problems, *check_names(parsed.policy)):
        make_console().print(f"{path}:{clean(str(problem))}")
    return dict(document.value)


def print_impact(home: Home, before: Organization, after: Organization, format: Format) -> int:
    """Print what a change would break, close and open.

    Exit 1 where it breaks, opens or widens anything, 2 where it may: nobody knows what people use.
    """
    uses = None
    try:
        _, uses = read_logs(home)
    except NotCollected as error:
        make_console().print(f"what people use is not known: {error}")
    broken = [
        {
            "what": found.effect,
            "principal": found.principal,
            "action": found.action,
            "resource": found.resource,
            "count": found.count,
            "last_used": found.last_used,
            "statements": list(map(str, found.after.decision.statements)),
            "conditions": list(found.after.residual),
            "unknown": list(found.after.unknown),
        }
        for found in find_broken(before, after, uses or {})
    ]
    turned = [
        {
            "what": found.what,
            **describe_exposure(before, found.exposure, ()),
            "was": describe_exposure(before, found.was, ()) if found.was else None,
        }
        for found in find_turned(before, after)
    ]
    print_found([*broken, *turned], format, _show)
    _sum_up(broken, turned)
    let_in = [row["verdict"] for row in turned if row["what"] in _LETS_IN]
    if broken or any(verdict != "unknown" for verdict in let_in):
        return EXIT_FINDINGS
    return EXIT_UNKNOWN if let_in or uses is None or before.gaps else 0


def _show(row: Row) -> str:
    if "origin" in row:
        return f"{row['what']:10} {show_exposure(row)}{_show_former(row['was'])}"
    by = f"  by {', '.join(row['statements'])}" if row["statements"] else ""
    uses = f"{tell_count(row['count'], 'use')}, the last {row['last_used']:%Y-%m-%d}"
    what = f"{row['principal']} {row['action']} {row['resource'] or '(resource not logged)'}"
    return f"{row['what']:10} {what}  {uses}{by}{show_conditions(row)}"


def _show_former(was: Row | None) -> str:
    return f"  was {name_sort(was)} {was['verdict']}{show_conditions(was)}" if was else ""


def _sum_up(broken: Iterable[Row], turned: Iterable[Row]) -> None:
    people = {row["principal"] for row in broken}
    counts = Counter(row["what"] for row in turned)
    said = ", ".join(f"{counts[turn]} {word}" for turn, word in _TOLD.items())
    make_console().print(
        f"{tell_count(len(list(broken)), 'used permission')} of "
        f"{tell_count(len(people), 'principal')} would break; access from outside: {said}"
    )

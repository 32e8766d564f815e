"""`ringwall rules`: list, show, check and write rules."""

import re
from pathlib import Path
from typing import Annotated, Literal

import cyclopts
from cyclopts import Parameter

from ringwall.audit.examples import check_rule
from ringwall.catalog.loader import (
    load_judged,
    load_playbooks,
    load_requirements,
    load_rules,
    load_tables,
)
from ringwall.catalog.template import write_rule
from ringwall.cli.complaint import complain
from ringwall.cli.options import Folders
from ringwall.cli.say import make_console, print_rows, tell_count
from ringwall.model.errors import BadInput, BadRule
from ringwall.model.layer import Layer
from ringwall.model.rule import Rule, Severity

rules = cyclopts.App(name="rules", help="List, show, check and write rules.")


@rules.default
@rules.command(name="list")
def list_all(
    *,
    layer: Layer | None = None,
    severity: Severity | None = None,
    service: str = "",
    format: Literal["table", "json"] = "table",
    folders: Folders | None = None,
) -> None:
    """List the rules, one a line.

    Parameters
    ----------
    layer
        Only rules of this layer.
    severity
        Only rules of this severity.
    service
        Only rules of this service, such as s3.
    format
        table, or json for one object a line.
    """
    known = load_rules(*(folders or Folders()).rules).values()
    services = sorted({rule.service for rule in known})
    if service and service not in services:
        raise BadInput(f"no rules of service {service}; there are {', '.join(services)}")
    found = [
        rule
        for rule in known
        if layer in {None, rule.layer}
        and severity in {None, rule.severity}
        and service in {"", rule.service}
    ]
    rows = [(rule.id, rule.severity, rule.layer, rule.title) for rule in found]
    print_rows(format, ("rule", "severity", "layer", "title"), rows)


@rules.command
def show(rule: str, /, *, folders: Folders | None = None) -> None:
    """Show one rule: why it matters, how to mend it, what it reads and its SQL.

    Parameters
    ----------
    rule
        Its id, such as s3.bucket_public_access_is_blocked.
    """
    found = find_rule(load_rules(*(folders or Folders()).rules), rule)
    answered = [p.id for p in load_playbooks().values() if found.id in p.answers]
    required = [f"{r.framework} {r.id}" for r in load_requirements() if r.rule == found.id]
    print(f"{found.id}: {found.title}")
    print(f"{found.severity}, layer {found.layer}")
    print(f"\nwhy: {found.why}\n\nfix: {found.fix}")
    if found.family:
        said = ", ".join(f"{name} {value!r}" for name, value in found.parameters.items())
        print(f"\nfamily: {found.family} ({said})")
    for title, values in (("playbooks", answered), ("required by", required)):
        print(f"\n{title}: {', '.join(values) or 'none'}")
    print(f"\n{found.url}\n{found.path}\n\n{found.sql.strip()}")


@rules.command
def check(*names: str, folders: Folders | None = None) -> int:
    """Run the examples of rules; name file and line of each that disagrees, and exit 64.

    Parameters
    ----------
    names
        Ids of rules; all of them where none is named.
    """
    known = load_rules(*(folders or Folders()).rules)
    chosen = [find_rule(known, name) for name in names] or list(known.values())
    tables = load_judged()
    broken = 0
    for rule in chosen:
        try:
            check_rule(rule, tables)
        except BadRule as error:
            broken += 1
            complain(str(error))
    good = tell_count(len(chosen) - broken, "rule")
    make_console().print(f"{good} as their examples say, {broken} not")
    return BadRule.exit_code if broken else 0


@rules.command
def new(
    rule: str,
    /,
    *,
    to: Annotated[Path, Parameter(name="--to")] = Path("rules"),
    layer: Layer = "infrastructure",
    severity: Severity = "medium",
    table: str = "",
) -> None:
    """Write the file of a new control, ready to be filled in.

    Parameters
    ----------
    rule
        Its id: the service, a dot and the good state as a claim: s3.bucket_is_versioned.
    to
        Folder of your own rules; hand it to the other verbs as --rules.
    layer
        The layer of defense that it belongs to.
    severity
        How grave a failure is.
    table
        The table that it reads; the service's first one where it is left out.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", rule):
        raise BadInput(
            f"{rule}: a rule's id is service.claim in snake_case: s3.bucket_is_versioned"
        )
    service = rule.partition(".")[0]
    known = load_tables()
    name = table or next((t.name for t in known.values() if t.service == service), "")
    if name not in known:
        raise BadInput(f"no table {name or 'of ' + service}; choose one with --table")
    path = write_rule(to, rule, known[name], layer, severity)
    print(path)
    make_console().print(f"fill it in, then: ringwall rules check {rule} --rules {to}")


def find_rule(known: dict[str, Rule], name: str) -> Rule:
    """Return a rule by id; BadInput names those that come near."""
    if name in known:
        return known[name]
    words = set(re.split(r"[._]", name))
    alike = {id_: len(words & set(re.split(r"[._]", id_))) for id_ in known}
    near = sorted((id_ for id_ in alike if alike[id_]), key=lambda id_: -alike[id_])[:3]
    hint = f"near: {', '.join(near)}" if near else "`ringwall rules list` names them all"
    raise BadInput(f"no rule {name}; {hint}")

"""`ringwall rules`: list, show, check and write rules."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import cyclopts
from cyclopts import Parameter

from ringwall.audit.examples import check_rule
from ringwall.catalog.detectionfile import describe_window
from ringwall.catalog.loader import (
    load_detections,
    load_families,
    load_judged,
    load_playbooks,
    load_rules,
    load_tables,
    load_watched,
)
from ringwall.catalog.requirements import load_requirements
from ringwall.catalog.template import (
    CHECKOUT,
    DEFAULT_LAYER,
    choose_folder,
    describe_parameter,
    find_placeholders,
    write_detection,
    write_member,
    write_rule,
    write_value,
)
from ringwall.catalog.unfixed import explain_unfixed
from ringwall.cli.coverage import coverage
from ringwall.cli.errors import print_error
from ringwall.cli.options import RuleOptions, find_rules
from ringwall.cli.output import print_note, print_rows
from ringwall.detect.examples import check_detection
from ringwall.jobs.selection import NamedFilter, select
from ringwall.model.detection import DetectionRule
from ringwall.model.errors import BadInput, BadRule
from ringwall.model.family import RuleFamily
from ringwall.model.layer import Layer
from ringwall.model.rule import Rule, Severity
from ringwall.model.spelling import find_likely, name_likely
from ringwall.model.table import Table
from ringwall.model.text import count_of
from ringwall.store.engine.dialects import write_dialect

AnyRule = Rule | DetectionRule

rules = cyclopts.App(name="rules", help="List, show, check and write rules.")
rules.command(coverage)


@rules.default
@rules.command(name="list")
def list_all(
    *,
    layer: Layer | None = None,
    severity: Severity | None = None,
    service: str = "",
    kind: Literal["control", "detection"] | None = None,
    format: Literal["table", "json"] = "table",
    folders: RuleOptions | None = None,
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
    kind
        Only controls, which judge the estate, or only detections, which find acts in logs.
    format
        table, or json for one object a line.
    """
    known = list(_load_all(find_rules(folders)).values())
    services = sorted({rule.service for rule in known})
    if service and service not in services:
        raise BadInput(f"no rules of service {service}{name_likely(service, services)}")
    filters: list[NamedFilter[AnyRule]] = [
        NamedFilter(f"--layer {layer}", lambda rule: layer in {None, layer_of(rule)}),
        NamedFilter(f"--severity {severity}", lambda rule: severity in {None, rule.severity}),
        NamedFilter(f"--service {service}", lambda rule: service in {"", rule.service}),
        NamedFilter(f"--kind {kind}", lambda rule: kind in {None, kind_of(rule)}),
    ]
    found = select("rule", known, filters)
    rows = [(r.id, kind_of(r), r.severity, layer_of(r), r.title) for r in found]
    print_rows(format, ("rule", "kind", "severity", "layer", "title"), rows)


def _load_all(folders: tuple[Path, ...]) -> dict[str, AnyRule]:
    """Return controls and detections by id, in the order of ids."""
    found: dict[str, AnyRule] = {**load_rules(*folders), **load_detections(*folders)}
    return dict(sorted(found.items()))


def kind_of(rule: AnyRule) -> str:
    """Return what a rule is: it judges the estate, or finds acts in logs."""
    return "control" if isinstance(rule, Rule) else "detection"


def layer_of(rule: AnyRule) -> Layer:
    """Return the layer of a rule; that of a detection is detection."""
    return rule.layer if isinstance(rule, Rule) else "detection"


@rules.command
def show(
    rule: str,
    /,
    *,
    dialect: Literal["duckdb", "spark", "athena"] | None = None,
    folders: RuleOptions | None = None,
) -> None:
    """Show one rule: why it matters, how to fix it, what it reads and its SQL.

    Parameters
    ----------
    rule
        Its id, such as s3.bucket_public_access_is_blocked; or a family, such as setting_has_value.
    dialect
        Print the query alone, as this engine reads it.
    """
    if family := load_families().get(rule):
        _show_family(family)
        return
    found = find_rule(_load_all(find_rules(folders)), rule)
    if dialect:
        print(write_dialect(found.sql, dialect))
        return
    if isinstance(found, DetectionRule):
        _show_detection(found)
        return
    answered = [p.id for p in load_playbooks().values() if found.id in p.answers]
    required = [f"{r.framework} {r.id}" for r in load_requirements() if r.rule == found.id]
    print(f"{found.id}: {found.title}")
    print(f"{found.severity}, layer {found.layer}")
    print(f"\nwhy: {found.why}\n\nfix: {found.fix}")
    if found.family:
        said = ", ".join(f"{k} = {write_value(v)}" for k, v in found.parameters.items())
        print(f"\nfamily: {found.family} ({said})")
    print(f"\nplaybooks: {', '.join(answered) or f'none. {explain_unfixed(found.id)}'.strip()}")
    print(f"\nrequired by: {', '.join(required) or 'none'}")
    print(f"\n{found.url}\n{found.path}\n\n{found.sql.strip()}")


def _show_detection(rule: DetectionRule) -> None:
    trial = ", on trial: hits are only counted" if rule.is_trial else ""
    trial += ", context: hits are told beside incidents" if rule.is_context else ""
    print(f"{rule.id}: {rule.title}\n{rule.severity}, a detection{trial}")
    print(f"\nwhy: {rule.why}\n\nfix: {rule.fix}\n\nfalse positives: {rule.false_positives}")
    if rule.family:
        said = ", ".join(f"{k} = {write_value(v)}" for k, v in rule.parameters.items())
        print(f"\nfamily: {rule.family} ({said})")
    for title, values in (("techniques", rule.attacks), ("answers", rule.finding_types)):
        print(f"\n{title}: {', '.join(values) or 'none'}")
    print(f"\nconfidence: {rule.confidence}\n\nwindow: {describe_window(rule.window)}")
    print(f"\n{rule.url}\n{rule.path}\n\n{rule.sql.strip()}")


def _show_family(family: RuleFamily) -> None:
    print(f"{family.name}: {family.doc}\n\nparameters:")
    for name, parameter in family.parameters.items():
        print(f"  {name}: {describe_parameter(parameter)}")
    print(f"\n{family.path}\n\n{family.sql.strip()}")


@rules.command
def check(*names: str, folders: RuleOptions | None = None) -> int:
    """Run the examples of rules. Where one fails, print its file and line, and end with 64.

    What `ringwall rules new` left to be written is named, and is no failure.

    Parameters
    ----------
    names
        Ids of rules; all of them where none is named.
    """
    known = _load_all(find_rules(folders))
    chosen = [find_rule(known, name) for name in names] or list(known.values())
    judged, watched, families = load_judged(), load_watched(), load_families()
    broken = 0
    for rule in chosen:
        try:
            if isinstance(rule, Rule):
                check_rule(rule, judged)
            else:
                check_detection(rule, watched)
        except BadRule as error:
            broken += 1
            print_error(str(error))
    # What is left to be written comes after what is wrong.
    for rule in chosen:
        if left := ", ".join(find_placeholders(rule, families)):
            print_note(f"{rule.path}: to be written: {left}")
    good = count_of(len(chosen) - broken, "rule")
    print_note(f"{good} passed, {broken} failed")
    return BadRule.exit_code if broken else 0


@rules.command
def new(
    rule: str,
    /,
    *,
    to: Annotated[Path | None, Parameter(name="--to")] = None,
    kind: Literal["control", "detection"] = "control",
    layer: Layer | None = None,
    severity: Severity = "medium",
    table: str = "",
    column: str = "",
    family: str = "",
) -> None:
    """Write the file of a new rule: it runs at once, and its text is yours to complete.

    Parameters
    ----------
    rule
        Its id: the service, a dot and what should be, as a claim: s3.bucket_is_versioned; of a
        detection, the bad act: s3.bucket_is_opened.
    to
        Folder to write to. The default is rules, a folder of your own that the other verbs read
        with --rules; in a checkout of Ringwall it is the catalog.
    kind
        control, or detection for one that reads CloudTrail.
    layer
        The layer of defense that it belongs to. The default is the family's, or infrastructure.
    severity
        How severe a failure is.
    table
        The table that it reads. The default is a table of the service: the one that the claim
        names first (bucket_is_versioned: s3_bucket), else the first of them.
    column
        The column of the setting, for a family that asks about one. The default is the one that the
        claim names.
    family
        The family that it is a member of, such as policy_is_not_public.
    """
    families = load_families()
    _check_new(rule, family, families, column)
    folder = to or choose_folder()
    if kind == "detection":
        if layer or table or column or family:
            raise BadInput("--layer, --table, --column and --family are for controls")
        path = write_detection(folder, rule, severity=severity)
    elif family:
        member_of = families[family]
        if table and not member_of.table:
            raise BadInput(f"{family} has tables of its own; leave --table out")
        about = _find_table(rule, table, member_of) if member_of.table else None
        path = write_member(
            folder, rule, member_of, about, column=column, layer=layer, severity=severity
        )
    else:
        reads = _find_table(rule, table)
        path = write_rule(folder, rule, reads, layer=layer or DEFAULT_LAYER, severity=severity)
    print(path)
    where = "" if folder == CHECKOUT else f" --rules {folder}"
    print_note(f"complete it, then run: ringwall rules check {rule}{where}")


def _check_new(rule: str, family: str, families: Mapping[str, RuleFamily], column: str) -> None:
    """Raise BadInput for an id that no new rule can have, or a family that cannot be meant."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", rule):
        raise BadInput(
            f"{rule}: a rule's id is service.claim in snake_case: s3.bucket_is_versioned"
        )
    if family and family not in families:
        raise BadInput(f"no family {family}{name_likely(family, families)}")
    if family and families[family].is_for_detections:
        raise BadInput(f"{family} is a family of detections; write its header by hand")
    if column and not (family and families[family].has_column):
        raise BadInput("--column is for a family that asks about a setting: setting_has_value")
    if taken := _load_all(()).get(rule):
        raise BadInput(f"{rule} is a rule already, in {taken.path}; choose another name")


def _find_table(rule: str, name: str, family: RuleFamily | None = None) -> Table:
    """Return the table that is named, else the likeliest of the service; BadInput for none."""
    known = load_tables() if family else load_judged()
    if name:
        if (plain := name.rpartition(".")[2]) not in known:
            likely = find_likely(plain, known)
            hint = f"; did you mean {likely}?" if likely else ""
            raise BadInput(f"no table {name}; `ringwall tables list` shows all{hint}")
        return known[plain]
    service, _, claim = rule.partition(".")
    asked = family and family.table
    own = [t for t in known.values() if t.service == service and (not asked or asked.accepts(t))]
    if not own:
        what = f" that {family.name} can be about" if family else ""
        raise BadInput(f"no table of {service}{what}; choose one with --table")
    meant = [table for table in own if table.name.endswith(f"_{claim.partition('_')[0]}")]
    return (meant or own)[0]


def find_rule(known: Mapping[str, AnyRule], name: str) -> AnyRule:
    """Return a rule by id; BadInput names similar ones."""
    if name in known:
        return known[name]
    words = set(re.split(r"[._]", name))
    alike = {id_: len(words & set(re.split(r"[._]", id_))) for id_ in known}
    near = sorted((id_ for id_ in alike if alike[id_]), key=lambda id_: -alike[id_])[:3]
    hint = f"similar: {', '.join(near)}" if near else "`ringwall rules list` shows all"
    raise BadInput(f"no rule {name}; {hint}")

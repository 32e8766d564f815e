"""The file of a new control: it runs as it is written, and waits for its words."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ringwall.catalog.walk import CATALOG
from ringwall.model.detection import DetectionRule
from ringwall.model.errors import BadInput, StorageFailed
from ringwall.model.family import ColumnNeed, Parameter, RuleFamily
from ringwall.model.layer import Layer
from ringwall.model.rule import Rule, Severity
from ringwall.model.table import Column, Table, Type

PLACEHOLDERS = {
    "why": "What an attacker gains, or what is lost, if this is not so.",
    "fix": "The exact command that fixes it.",
    "false_positives": "Who does the same without being an attacker, and how to tell.",
    "url": "https://docs.aws.amazon.com/TO-BE-WRITTEN",
}
"""What a new file has in place of the words that only its author knows."""
OWN = """
[[example]]
{table} = [{{arn = "a", {column} = {good}}}]
expect = "pass"

[[example]]
{table} = [{{arn = "a", {column} = {bad}}}]
expect = "fail"

[[example]]
{table} = [{{arn = "a"}}]
expect = "unknown"
*/
{guessed}select
  t.arn as resource,
  {ok} as ok,
  '{column} is ' || {text} as reason
from {full_name} t
"""
GUESSED = (
    "-- To be written: no column is named in the claim; choose yours, here and in the examples.\n"
)
"""What stands before a query that is a guess."""
DETECTION = """/*
title = "{title}"
severity = "{severity}"
why = "{why}"
fix = "{fix}"
false_positives = "{false_positives}"
attacks = ["T1078"]
url = "{url}"

[[example]]
cloudtrail = [{{event_source = "{source}", event_name = "ToBeWritten", principal_arn = "arn:aws:iam::111111111111:user/ann"}}]
expect = "hit"

# It was refused.
[[example]]
cloudtrail = [{{event_source = "{source}", event_name = "ToBeWritten", error_code = "AccessDenied"}}]
expect = "quiet"
*/
select
  e.event_time as at,
  e.event_id as act,
  e.account_id,
  e.aws_region as region,
  e.principal_arn as actor,
  coalesce(e.resources[1], '') as resource,
  e.event_name || ' by ' || e.principal_arn as reason,
  e.session_arn as session,
  e.access_key_id as access_key,
  e.source_ip as address
from logs.cloudtrail e
where e.event_source = '{source}'
  and e.event_name = 'ToBeWritten'
  and e.error_code = ''
"""  # noqa: E501 - the file's own lines
DEFAULT_LAYER: Layer = "infrastructure"
CHECKOUT = Path("src") / "ringwall" / "catalog"
"""The catalog, seen from the top of a checkout of Ringwall."""
CLAIMS = (
    ("is not", "should not be"),
    ("are not", "should not be"),
    ("has no", "should not have"),
    ("have no", "should not have"),
    ("does not", "should not"),
    ("do not", "should not"),
    ("is", "should be"),
    ("are", "should be"),
    ("has", "should have"),
    ("have", "should have"),
)
"""How the claim of a rule's id becomes the title that says what should be."""
NAMES = (
    "ACL ACLs AMI API ARN CIDR DNS EBS EC2 ECR ECS EFS EKS HTTP HTTPS IAM ID IP IPs IPv6 KMS MFA "
    "NACL OIDC RDP RDS S3 SAML SCP SCPs SNS SQS SSH SSL TCP TLS UDP URL VPC VPCs"
)
"""Words of a title that are names, as AWS spells them."""
_STEM = 4
"""Letters that two forms of a word share: encrypted, encryption."""
_SPELLED = {name.lower(): name for name in NAMES.split()}


@dataclass(frozen=True)
class _Test:
    """How a column of a type is tested: a good value and a bad one, the test, and its text."""

    good: str
    bad: str
    ok: str = "t.{column}"
    text: str = "t.{column}"


TESTS: dict[Type, _Test] = {
    "BOOLEAN": _Test("true", "false"),
    "TEXT": _Test('"x"', '""', "t.{column} <> ''"),
    "BIGINT": _Test("1", "0", "t.{column} > 0"),
    "TEXT[]": _Test(
        '["x"]', "[]", "array_length(t.{column}) > 0", "array_to_string(t.{column}, ', ')"
    ),
}


def choose_folder() -> Path:
    """Return where new rules go: our catalog at the top of a checkout, else the folder rules."""
    is_checkout = CHECKOUT.is_dir() and CHECKOUT.samefile(CATALOG)
    return CHECKOUT if is_checkout else Path("rules")


def find_placeholders(
    rule: Rule | DetectionRule, families: Mapping[str, RuleFamily]
) -> Iterator[str]:
    """Yield the keys of a rule's header that still have what a new file has."""
    for key, placeholder in PLACEHOLDERS.items():
        if getattr(rule, key, "") == placeholder:
            yield key
    if not rule.family and (GUESSED.strip() in rule.sql or "'ToBeWritten'" in rule.sql):
        yield "query, examples"
    for name, value in rule.parameters.items():
        if value == families[rule.family].parameters[name].sample:
            yield name


HOLDING: Mapping[ColumnNeed, frozenset[str]] = {
    "setting": frozenset({"BOOLEAN", "TEXT"}),
    "list": frozenset({"TEXT[]"}),
}
"""The types of columns that hold what a family asks about."""


def write_rule(
    folder: Path,
    rule: str,
    table: Table,
    *,
    layer: Layer = DEFAULT_LAYER,
    severity: Severity = "medium",
) -> Path:
    """Write the file of a control and return its path; BadInput where it is there already."""
    chosen = _choose_column(rule, table)
    is_meant = _count_shared(rule, table, chosen) > 0
    column, type_ = chosen.name, chosen.type
    test = TESTS[type_]
    body = OWN.format(
        table=table.name,
        full_name=table.full_name,
        guessed="" if is_meant else GUESSED,
        column=column,
        good=test.good,
        bad=test.bad,
        ok=test.ok.format(column=column),
        text=test.text.format(column=column),
    )
    return _write(folder, rule, "/*\n" + _words(rule, f'layer = "{layer}"\n', severity) + body)


def write_detection(folder: Path, rule: str, *, severity: Severity = "medium") -> Path:
    """Write the file of a detection and return its path; BadInput where it is there already."""
    service, _, act = rule.partition(".")
    said = re.sub(
        r"(?<= )(is|are)(?= )", lambda be: {"is": "was"}.get(be[0], "were"), act.replace("_", " ")
    )
    words = " ".join(_SPELLED.get(word, word) for word in said.split())
    text = DETECTION.format(
        title=words[:1].upper() + words[1:],
        severity=severity,
        source=f"{service}.amazonaws.com",
        **PLACEHOLDERS,
    )
    return _write(folder, rule, text, "detections")


def write_member(
    folder: Path,
    rule: str,
    family: RuleFamily,
    table: Table | None,
    *,
    column: str = "",
    layer: Layer | None = None,
    severity: Severity = "medium",
) -> Path:
    """Write the file of a family's member; BadInput where it is there or the table does not fit.

    `column` holds what the family asks about: a setting, or a list; where it is left out, the
    claim's words must say which.
    """
    is_text = False
    if family.table and not (table and family.table.accepts(table)):
        raise BadInput(
            f"{family.name} needs a table with a {family.table.needs}, which "
            f"{table.name if table else 'none'} has not; choose another --table"
        )
    facts = [f'family = "{family.name}"']
    for parameter in family.parameters.values():
        if parameter.kind == "table" and table:
            facts.append(f'{parameter.name} = "{table.name}"')
        elif parameter.kind == "column" and table and family.table:
            setting = _find_setting(rule, table, column, parameter.holds)
            facts.append(f'{parameter.name} = "{setting.name}"')
            is_text = setting.type == "TEXT"
        elif parameter.default is None or (is_text and isinstance(parameter.default, bool)):
            facts.append(f"{parameter.name} = {write_value(parameter.sample)}")
    chosen = layer or family.layer or DEFAULT_LAYER
    if chosen != family.layer:
        facts.append(f'layer = "{chosen}"')
    return _write(folder, rule, "/*\n" + _words(rule, "\n".join(facts) + "\n", severity) + "*/\n")


def write_value(value: Any) -> str:
    """Return the value of a parameter as a header has it."""
    if isinstance(value, list):
        return f"[{', '.join(map(write_value, value))}]"
    return json.dumps(value, ensure_ascii=False)


def describe_parameter(parameter: Parameter) -> str:
    """Return what a member must say, with the default where it may be left out."""
    if parameter.default is None:
        return parameter.doc
    return f"{parameter.doc} Default: {write_value(parameter.default)}."


def _choose_column(rule: str, table: Table) -> Column:
    """Return the column that a claim means, else the first of the likeliest type that there is."""
    means = _find_meant(rule, table, [c for c in table.columns if c.type in TESTS])
    ranked = sorted(means, key=lambda column: list(TESTS).index(column.type))
    if not ranked:
        raise BadInput(f"{table.name} has no column of type {', '.join(TESTS)}; choose --table")
    return ranked[0]


def _find_setting(rule: str, table: Table, name: str, holds: ColumnNeed) -> Column:
    """Return the column of a setting, by its name or by the claim; BadInput where that is open."""
    able = [column for column in table.columns if column.type in HOLDING[holds]]
    found = [c for c in able if c.name == name] if name else _find_meant(rule, table, able)
    if len(found) != 1:
        names = ", ".join(column.name for column in able) or "none"
        raise BadInput(f"name the setting with --column: {table.name} has {names}")
    return found[0]


def _find_meant(rule: str, table: Table, columns: list[Column]) -> list[Column]:
    """Return the columns that share the most words with a claim, but for those of the table."""
    shared = {column.name: _count_shared(rule, table, column) for column in columns}
    most = max(shared.values(), default=0)
    return [column for column in columns if shared[column.name] == most]


def _count_shared(rule: str, table: Table, column: Column) -> int:
    """Return how many words a claim shares with a column, but for those of the table."""
    claim = _stems(rule.partition(".")[2]) - _stems(table.name)
    return len(claim & _stems(column.name))


def _stems(name: str) -> set[str]:
    return {word[:_STEM] for word in name.split("_") if len(word) >= _STEM}


def _words(rule: str, facts: str, severity: Severity) -> str:
    title = _say_what_should_be(rule.partition(".")[2].replace("_", " "))
    words = "".join(
        f'{key} = "{text}"\n' for key, text in PLACEHOLDERS.items() if key != "false_positives"
    )
    return f'title = "{title}"\n{facts}severity = "{severity}"\n{words}'


def _say_what_should_be(claim: str) -> str:
    """Return the title for a claim: "vpc is public" becomes "VPC should be public"."""
    for found, said in CLAIMS:
        changed = re.sub(rf" {found} ", f" {said} ", claim, count=1)
        if changed != claim:
            break
    else:
        changed = re.sub(r"^(\S+) (\w+[^s\W]s)( no)?(?= |$)", _ask_for, claim)
    words = " ".join(_SPELLED.get(word, word) for word in changed.split())
    return words[:1].upper() + words[1:]


def _ask_for(claim: re.Match[str]) -> str:
    """Return what a resource should do for what it does: "trail validates", "group allows no"."""
    subject, verb, no = claim.groups()
    plain = re.sub(r"(?<=[^aeiou])ies$", "y", verb)
    plain = re.sub(r"(?<=ch|sh|ss)es$|(?<=x)es$", "", plain)
    plain = plain.removesuffix("s") if plain == verb else plain
    return f"{subject} should {'not ' if no else ''}{plain}"


def _write(folder: Path, rule: str, text: str, kind: str = "controls") -> Path:
    service, _, name = rule.partition(".")
    path = folder / service / kind / f"{name}.sql"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise BadInput(f"{path}: exists already; nothing was written") from error
    except OSError as error:
        raise StorageFailed(f"{path}: cannot write: {error.strerror}") from error
    return path

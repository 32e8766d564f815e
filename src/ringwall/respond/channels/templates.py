"""Templates: what a notice says, a text for each kind, which a user may replace by others.

A template is a text file KIND.txt: the subject on the first line, then the body. In it, `{name}`
stands for what a notice has under that name; `{{` and `}}` stand for braces. There is nothing else:
no code runs, and a name that is not known is an error when the templates are read.
"""

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from ringwall.model.errors import BadInput
from ringwall.model.notice import ApprovalAsk, Notice, NoticeKind, ProposedAct
from ringwall.model.spelling import name_likely
from ringwall.model.text import LONGEST_ARN
from ringwall.respond.channels.harmless import check_link, cut, make_plain
from ringwall.respond.channels.sending import WrittenNotice

KINDS: tuple[NoticeKind, ...] = get_args(NoticeKind)
LARGEST = 64 * 1024
MOST_LINES = 50
LONGEST = 500
"""Letters of a line, a title or a risk."""
MOST_ACTS = 40
"""Changes that a text lists, the irreversible ones first; it counts the others."""
PLACEHOLDERS = frozenset(
    {
        "account", "acts", "case", "expires", "irreversible", "lines", "link", "persons",
        "plan_hash", "region", "request", "resource", "severity", "time", "title",
    }
)  # fmt: skip
"""What may stand in braces."""
_ABOUT = "Severity: {severity}\nAccount: {account} ({region})\nResource: {resource}\n{lines}"
_ASK = (
    "{lines}\nIt needs {persons}, until {expires}.\nPlan: {plan_hash} (request {request})\n"
    "{irreversible}\n{acts}"
)
DEFAULTS: Mapping[NoticeKind, str] = {
    "case_opened": "{case}: {title}\n" + _ABOUT,
    "noted": "{case}: note\n{lines}",
    "approval_wanted": "{case}: approval wanted: {title}\n" + _ASK,
    "approval_decided": "{case}: decided: {title}\n{lines}",
    "approval_escalated": "{case}: nobody has answered: {title}\n" + _ASK,
    "started": "{case}: response started: {title}\n{lines}",
    "contained": "{case}: contained: {title}\n{lines}",
    "failed": "{case}: response failed: {title}\n" + _ABOUT,
    "closed": "{case}: closed: {title}\n{lines}",
    "reopened": "{case}: reopened: {title}\n" + _ABOUT,
}


@dataclass(frozen=True)
class NoticeTemplates:
    """The texts of all kinds of notices."""

    texts: Mapping[NoticeKind, str] = field(default_factory=lambda: DEFAULTS)

    def write(self, notice: Notice) -> WrittenNotice:
        """Return what a notice says."""
        subject, _, body = self.texts[notice.kind].partition("\n")
        values = _describe(notice)
        return WrittenNotice(_fill(subject, values), _fill(body, values))


def read_templates(folder: Path) -> NoticeTemplates:
    """Return the templates of a folder, and our own for kinds that it has none of.

    BadInput for a file that is no template, or has a name in braces that is not known.
    """
    texts = dict(DEFAULTS)
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise BadInput(f"{folder}: no folder of templates: {error.strerror}") from error
    for path in paths:
        if path.suffix != ".txt":
            continue
        kind = next((kind for kind in KINDS if kind == path.stem), None)
        if kind is None:
            raise BadInput(f"{path}: no kind of notice is called so{name_likely(path.stem, KINDS)}")
        texts[kind] = _read(path)
    return NoticeTemplates(texts)


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(LARGEST + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read: {error}") from error
    if len(text) > LARGEST:
        raise BadInput(f"{path}: longer than {LARGEST:,} letters")
    for number, line in enumerate(text.splitlines(), 1):
        if flaw := _find_flaw(line):
            raise BadInput(f"{path}:{number}: {flaw}")
    if not text.strip():
        raise BadInput(f"{path}: empty; the first line is the subject")
    return text


def _find_flaw(line: str) -> str:
    try:
        parts = list(string.Formatter().parse(line))
    except ValueError as error:
        return f"{error}; a brace that is none of a placeholder is written twice: {{{{"
    for _, name, form, conversion in parts:
        if name is None:
            continue
        if form or conversion or name not in PLACEHOLDERS:
            # `{title.__class__}` and `{title:>99999999}` are no names either.
            return f"{{{name}}} is not known{name_likely(name, PLACEHOLDERS)}"
    return ""


def _fill(text: str, values: Mapping[str, str]) -> str:
    """Return a template's text with its values in place; lines that are empty then are left out."""
    lines = []
    for line in text.split("\n"):
        parts = [
            literal + (values[name] if name is not None else "")
            for literal, name, _, _ in string.Formatter().parse(line)
        ]
        if filled := "".join(parts).strip():
            lines.append(filled)
    return "\n".join(lines)


def _describe(notice: Notice) -> dict[str, str]:
    shown = [_show(line) for line in notice.lines[:MOST_LINES]]
    if len(notice.lines) > MOST_LINES:
        shown.append(f"... and {len(notice.lines) - MOST_LINES:,} more lines")
    values = {
        "account": _show(notice.account_id),
        "case": _show(notice.case),
        "lines": "\n".join(shown),
        "link": check_link(notice.link),
        "region": _show(notice.region),
        "resource": _show(notice.resource, LONGEST_ARN),
        "severity": notice.severity,
        "time": tell_time(notice.at),
        "title": _show(notice.title),
    }
    return dict.fromkeys(PLACEHOLDERS, "") | values | _describe_ask(notice.approval)


def _describe_ask(ask: ApprovalAsk | None) -> dict[str, str]:
    if ask is None:
        return {}
    final = [act for act in ask.acts if act.is_irreversible]
    ordered = [*final, *(act for act in ask.acts if not act.is_irreversible)]
    lines = [_tell_act(act) for act in ordered[:MOST_ACTS]]
    if len(ordered) > MOST_ACTS:
        lines.append(f"... and {len(ordered) - MOST_ACTS:,} more changes")
    count = f"{len(ask.acts):,} change{'s' if len(ask.acts) != 1 else ''}"
    undone = f"{len(final):,} of them cannot be undone" if final else "all of them can be undone"
    return {
        "acts": "\n".join(lines),
        "expires": tell_time(ask.expires_at),
        "irreversible": f"{count}; {undone}.",
        "persons": "one person" if ask.persons == 1 else f"{ask.persons} persons",
        "plan_hash": _show(ask.plan_hash),
        "request": str(ask.request),
    }


def _tell_act(act: ProposedAct) -> str:
    told = [f"- {_show(act.operation)} {_show(act.resource, LONGEST_ARN)}"]
    if act.is_irreversible:
        told.append("CANNOT BE UNDONE")
    told.extend(_show(risk) for risk in act.risks)
    return "; ".join(told)


def _show(text: str, most: int = LONGEST) -> str:
    return cut(make_plain(text[: most * 2]), most)


def tell_time(at: int) -> str:
    """Return a time as people read it: 2026-12-01 10:15 UTC."""
    try:
        return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return "a time that is none"

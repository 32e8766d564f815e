"""Every pattern that meets input takes time in proportion to it, whatever the input is.

All calls of `re` in the program are found by reading it. For each pattern, texts are made that lead
it into each of its loops again and again and then fail it.
"""

import ast
import importlib
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]  # what the standard library has
from re import _parser as parser  # type: ignore[attr-defined]  # the same
from types import FrameType
from typing import Any

import pytest

import ringwall
from ringwall.catalog.loader import load_formats

SOURCE = Path(ringwall.__file__).parent
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py"))}
ANYWHERE = ("search", "sub", "subn", "split", "findall", "finditer")
AT_START = ("match", "fullmatch")
TIMES = (2_000, 40_000)
"""How often a text repeats what a loop takes."""
SECONDS = (0.002, 0.2)
"""Of CPU, at most: a linear pattern needs a hundredth of it, a quadratic one several times it.

What stays below the first needs no second try.
"""
MADE_FROM_DATA = {
    "catalog/header.py",  # a key of ours, escaped
    "catalog/organizations/denying_policies.py",  # actions of ours, escaped
    "catalog/lifecycle_shapes.py",  # a template of ours, escaped, and forms of ours
    "catalog/template.py",  # a name of ours
    "collect/records.py",  # names of ours, without loops in loops
    "collect/logs/recognize.py",  # a log format's own: they are looked at, too
    "detect/enrichment/stix.py",  # types of ours; tests/detect/enrichment/test_stix.py times it
    "emulator/answerers.py",  # verbs of ours
    "emulator/automation/start.py",  # forms of ours, without loops in loops
    "emulator/automation/validation.py",  # the same, which is not searched with
    "emulator/services/macie2_findings.py",  # is not searched with
    "emulator/automation/parameters.py",  # a document's own, which its writer tries alone
    "emulator/ec2_id_kinds.py",  # a prefix of ours: vpc, subnet
    "emulator/events/transform.py",  # steps of ours
    "plan/reconciliation/probe.py",  # placeholders of ours, escaped
    "plan/schema.py",  # a pattern of the language, which is ours
    "model/response_playbook.py",  # a playbook's own, tried in full on what its user chose
    "model/write_shape.py",  # a playbook's pattern: tests/apply/test_playbooks.py
    "reason/iam/evaluation/request_fields.py",  # forms of ours
    "reason/iam/language/universe.py",  # AWS's own list of resources
    "respond/resource_kinds.py",  # forms of ours, with bounds, matched in full
    "store/engine/spark_words.py",  # a letter that LIKE escapes with, escaped
    "store/lake/facts.py",  # the pattern of a snapshot's id, and a prefix
}
"""Files in which a pattern is put together: those that are no constant are not looked at there."""


@dataclass(frozen=True)
class UsedPattern:
    """A pattern, where it is, and whether it is looked for anywhere in a text."""

    place: str
    pattern: re.Pattern[str]
    is_searched: bool


def find_patterns() -> Iterator[UsedPattern]:
    for path, text in SOURCES.items():
        if "import re\n" not in text:
            continue
        name = str(path.relative_to(SOURCE))
        tree = ast.parse(text)
        assigned = find_assigned(tree)
        for call in ast.walk(tree):
            if not is_call_of_re(call):
                continue
            assert isinstance(call, ast.Call)
            assert isinstance(call.func, ast.Attribute)
            method = call.func.attr
            pattern = evaluate(call.args[0], name)
            if method not in (*ANYWHERE, *AT_START, "compile") or pattern is None:
                continue
            names = assigned.get(call, set())
            searched = method in ANYWHERE or (method == "compile" and is_searched(names, path))
            flags = sum(flag_of(extra) for extra in (*call.args, *(k.value for k in call.keywords)))
            yield UsedPattern(f"{name}:{call.lineno}", re.compile(pattern, flags), searched)


def is_call_of_re(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and bool(node.args)
    )


def flag_of(node: ast.AST) -> int:
    is_flag = isinstance(node, ast.Attribute) and ast.unparse(node).startswith("re.")
    return int(getattr(re, node.attr)) if is_flag and isinstance(node, ast.Attribute) else 0


def read_constant(node: ast.expr, file: str) -> str | None:
    """Return a text, or that of a constant of the file; None for anything else."""
    if isinstance(node, ast.Constant):
        return node.value.decode("latin-1") if isinstance(node.value, bytes) else str(node.value)
    if isinstance(node, ast.Name):
        module = importlib.import_module("ringwall." + file[:-3].replace("/", "."))
        found = getattr(module, node.id, None)
        return found if isinstance(found, str) else None
    return None


def evaluate(node: ast.expr, file: str) -> str | None:
    if isinstance(node, ast.JoinedStr):
        values = (
            part.value if isinstance(part, ast.FormattedValue) else part for part in node.values
        )
        parts = [read_constant(value, file) for value in values]
        if None not in parts:
            return "".join(map(str, parts))
    if (found := read_constant(node, file)) is not None:
        return found
    assert file in MADE_FROM_DATA, f"{file}: {ast.unparse(node)}: say why it is harmless"
    return None


def find_assigned(tree: ast.AST) -> dict[ast.AST, set[str]]:
    """Return the names that are assigned what holds a call of `re`, by the call."""
    found: dict[ast.AST, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            for call in filter(is_call_of_re, ast.walk(node)):
                found.setdefault(call, set()).update(names)
    return found


@cache
def read_code(path: Path) -> str:
    """Return a file without its comments, as Python writes it."""
    return ast.unparse(ast.parse(SOURCES[path]))


def is_searched(names: set[str], path: Path) -> bool:
    """Whether a pattern of these names is looked for anywhere: in its own file or in another."""
    if not names:
        return True
    used = re.compile(rf"\b({'|'.join(names)})\b(\.({'|'.join(AT_START)})\b)?")
    own = read_code(path)
    uses = [found for found in used.finditer(own) if not own[found.end() :].startswith(" = ")]
    imported = re.compile(rf"import .*\b({'|'.join(names)})\b")
    others = any(
        imported.search(text) for text in SOURCES.values() if any(name in text for name in names)
    )
    return others or any(found[2] is None for found in uses)


def sample(tokens: Any) -> str:
    """Return a short text that matches parsed tokens, as far as that is easy."""
    return "".join(sample_token(code, value) for code, value in tokens)


def sample_token(code: Any, value: Any) -> str:  # noqa: PLR0911 - a case for each code
    match code:
        case codes.LITERAL:
            return chr(value)
        case codes.NOT_LITERAL:
            return "b" if value == ord("a") else "a"
        case codes.ANY:
            return "a"
        case codes.IN:
            return sample_class(value)
        case codes.SUBPATTERN:
            return sample(value[3])
        case codes.BRANCH:
            return sample(value[1][0])
    is_loop = code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
    return sample(value[2]) * int(value[0]) if is_loop else ""


def sample_class(members: Any) -> str:
    pattern = re.compile(f"[{''.join(spell(code, value) for code, value in members)}]")
    letters = "a0 A,'_-./:" + "".join(map(chr, range(32, 127)))
    return next((letter for letter in letters if pattern.match(letter)), "")


def spell(code: Any, value: Any) -> str:
    if code is codes.LITERAL:
        return re.escape(chr(value))
    if code is codes.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    if code is codes.NEGATE:
        return "^"
    letters = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}
    spelled = letters[str(value).removeprefix("CATEGORY_").removeprefix("NOT_")]
    return spelled.upper() if "NOT_" in str(value) else spelled


def find_loops(tokens: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield what comes before each loop of a pattern, and what goes round in it."""
    for position, (code, value) in enumerate(tokens):
        prefix = before + sample(list(tokens)[:position])
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            if value[1] > 1:
                yield prefix, sample(value[2])
            yield from find_loops(value[2], prefix)
        elif code is codes.SUBPATTERN:
            yield from find_loops(value[3], prefix)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from find_loops(branch, prefix)


def make_texts(pattern: str, times: int) -> set[str]:
    texts: set[str] = set()
    for prefix, unit in {*find_loops(parser.parse(pattern)), ("", "a"), ("", " ")}:
        for start, repeated in ((prefix, unit), ("", prefix + unit), ("", prefix), ("", unit)):
            spaces = {repeated, repeated.replace(" ", "\n")}
            texts |= {
                start + again * times + end for again, end in product(spaces, ("", "\0", "!", " !"))
            }
    return texts


def take_time(used: UsedPattern, text: str) -> float:
    started = time.process_time()
    used.pattern.match(text)
    used.pattern.fullmatch(text)
    if used.is_searched:
        for _ in used.pattern.finditer(text):
            pass
    return time.process_time() - started


class TooSlow(Exception):
    """The pattern takes more than its time."""


def give_up(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow


def try_texts(used: UsedPattern, times: int, seconds: float) -> Iterator[str]:
    """Yield the beginning of each text that takes longer."""
    for text in make_texts(used.pattern.pattern, times):
        signal.setitimer(signal.ITIMER_VIRTUAL, 2)
        try:
            is_slow = take_time(used, text) > seconds
        except TooSlow:
            is_slow = True
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if is_slow:
            yield text[:40]


def find_patterns_of_logs() -> Iterator[UsedPattern]:
    for log in load_formats():
        for name, text in (("start", log.start), ("header", log.header), ("place", log.place)):
            if text:
                place = f"collect/logs/recognize.py: {name} of {log.table}"
                yield UsedPattern(place, re.compile(text), name == "place")


PATTERNS = [*find_patterns(), *find_patterns_of_logs()]


def test_patterns_are_found() -> None:
    places = {used.place.partition(":")[0] for used in PATTERNS}
    assert {"collect/records.py", "aws/failures.py", "store/lake/snapshot.py"} <= places
    assert len(PATTERNS) > 100


@pytest.mark.parametrize("used", PATTERNS, ids=lambda used: used.place.partition(":")[0])
def test_a_pattern_takes_time_in_proportion_to_the_text(used: UsedPattern) -> None:
    before = signal.signal(signal.SIGVTALRM, give_up)
    try:
        if any(try_texts(used, TIMES[0], SECONDS[0])):
            slow = next(try_texts(used, TIMES[1], SECONDS[1]), None)
            assert slow is None, f"{used.place}: {used.pattern.pattern!r} on {slow!r}..."
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize(
    ("pattern", "is_searched"),
    [
        (r"\s*\]\s*\}?\s*\Z", False),
        (r"(a+)+b", False),
        (r"\$\{[^}]*\}", True),
        (r"\s+x", True),
    ],
)
def test_slow_patterns_are_recognized(pattern: str, is_searched: bool) -> None:  # noqa: FBT001 - a case of a table
    with pytest.raises(AssertionError):
        test_a_pattern_takes_time_in_proportion_to_the_text(
            UsedPattern("here", re.compile(pattern), is_searched)
        )

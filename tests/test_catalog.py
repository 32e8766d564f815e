"""Every rule's own examples are its tests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from odd_words import find_odd

from ringwall.audit.examples import answer_example
from ringwall.catalog.loader import load_families, load_judged, load_rules
from ringwall.catalog.template import find_placeholders
from ringwall.model.rule import Example, Rule
from ringwall.model.table import ENVELOPE
from ringwall.store.engine.embedded import EmbeddedEngine

TABLES = load_judged()
RULES = load_rules()
FAMILIES = load_families()
CASES = [
    pytest.param(
        (rule, example), id=f"{rule.id}:{example.path.stem}:{example.line}-{example.expect}"
    )
    for rule in RULES.values()
    for example in rule.examples
]


@dataclass(frozen=True)
class Shown:
    """An example in the tables of an engine, and what an audit answers on it."""

    rule: Rule
    example: Example
    engine: EmbeddedEngine
    answers: dict[str, str]

    def ask(self) -> dict[str, bool | None]:
        """Return what the rule's SQL says of each resource: a failure first, then an unknown."""
        found: dict[str, bool | None] = {}
        for row in self.engine.rows(self.rule.sql):
            both = {found.get(row["resource"], True), row["ok"]}
            found[row["resource"]] = False if False in both else None if None in both else True
        return found


@pytest.fixture(scope="module")
def engine() -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine(threads=1) as engine:
        yield engine


@pytest.fixture(scope="module", params=CASES)
def shown(request: pytest.FixtureRequest, engine: EmbeddedEngine) -> Shown:
    """Return each example in turn; both tests of it run before the next one."""
    rule, example = request.param
    return Shown(rule, example, engine, answer_example(rule, example, TABLES, engine))


def test_example_gets_the_verdict_it_expects(shown: Shown) -> None:
    assert set(shown.answers.values()) == {shown.example.expect}


def test_a_hidden_value_never_turns_into_evidence(shown: Shown) -> None:
    """Hiding one value (NULL) keeps each verdict or makes it unknown; none disappears."""
    if set(shown.answers.values()) - {"pass", "fail"}:
        return
    before = shown.ask()
    assert len(before) == len(shown.answers)
    envelope = {column.name for column in ENVELOPE}
    for name, rows in shown.example.tables.items():
        table = TABLES[name]
        declared = {column.name for column in table.columns} - envelope
        for position, row in enumerate(rows):
            for column in sorted(row.keys() & declared):
                where = f"{name}.{column} of row {position}"
                shown.engine.execute(
                    f'begin; update {table.schema}."{name}" set "{column}" = null '
                    f"where rowid = {position}"
                )
                after = shown.ask()
                shown.engine.execute("rollback")
                assert after.keys() >= before.keys(), f"{where} hides a verdict"
                changed = {after[key] for key in before if after[key] is not before[key]}
                assert changed <= {None}, where


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_rule_shows_a_pass_a_fail_and_an_unknown(rule: Rule) -> None:
    assert {"pass", "fail", "unknown"} <= {example.expect for example in rule.examples}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_rule_says_what_should_be_in_the_words_of_aws(rule: Rule) -> None:
    """A title reads right beside CRITICAL: "Bucket should not be public"."""
    assert re.match(r"[A-Z][\w -]+ should (not )?\w+", rule.title)
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".")
    assert find_odd(rule.title, rule.why, rule.fix) == []


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_rule_has_words_of_its_own(rule: Rule) -> None:
    assert list(find_placeholders(rule, FAMILIES)) == [], f"complete {rule.path}"

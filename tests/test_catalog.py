"""Every rule's own examples are its tests."""

import re
from collections.abc import Iterator

import pytest

from ringwall.audit.examples import answer_example, check_rule
from ringwall.catalog.loader import load_judged, load_rules
from ringwall.model.rule import Example, Rule
from ringwall.model.table import ENVELOPE
from ringwall.store.engine.embedded import Engine

TABLES = load_judged()
RULES = load_rules()
CASES = [
    pytest.param(rule, example, id=f"{rule.id}:{example.path.stem}:{example.line}-{example.expect}")
    for rule in RULES.values()
    for example in rule.examples
]


ODD = re.compile(
    r"\b(he|him|his|anybody|lets? in|lets (anyone|nobody)|who may come|mend(s|ed)?|door|dear"
    r"|spares?|stands? (in|under)|of one's own|takes? (it )?back|hands out)\b",
    re.IGNORECASE,
)
"""What no page of AWS would say."""


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example_gets_the_verdict_it_expects(rule: Rule, example: Example) -> None:
    check_rule(
        Rule(**{**vars(rule), "examples": (example,)}),
        TABLES,
    )


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_rule_shows_a_pass_a_fail_and_an_unknown(rule: Rule) -> None:
    assert {"pass", "fail", "unknown"} <= {example.expect for example in rule.examples}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_rule_says_what_should_be_in_the_words_of_aws(rule: Rule) -> None:
    """A title reads right beside CRITICAL: "Bucket should not be public"."""
    assert re.match(r"[A-Z][\w -]+ should (not )?\w+", rule.title)
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".")
    for said in (rule.title, rule.why, rule.fix):
        assert not ODD.search(said), said


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(threads=1) as engine:
        yield engine


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_hidden_value_never_turns_into_evidence(
    rule: Rule, example: Example, engine: Engine
) -> None:
    """Hiding one value (NULL) keeps the verdict or makes it unknown; no verdict disappears."""
    whole = answer_example(rule, example, TABLES, engine)
    if set(whole.values()) - {"pass", "fail"}:
        return
    for name, rows in example.tables.items():
        declared = {c.name for c in TABLES[name].columns} - {c.name for c in ENVELOPE}
        for position, row in enumerate(rows):
            for column in row.keys() & declared:
                hidden = {key: value for key, value in row.items() if key != column}
                changed = (*rows[:position], hidden, *rows[position + 1 :])
                darker = Example({**example.tables, name: changed}, example.expect, example.line)
                answers = answer_example(rule, darker, TABLES, engine)
                assert len(answers) >= len(whole), f"{name}.{column} hides a verdict"
                assert set(answers.values()) <= set(whole.values()) | {"unknown"}, (
                    f"{name}.{column}"
                )

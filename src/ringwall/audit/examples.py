"""A rule's own examples: the tests that travel with it."""

from collections.abc import Iterable, Iterator, Mapping

from ringwall.audit.evaluate import Audit
from ringwall.model.coverage import COVERAGE
from ringwall.model.errors import BadInput, BadRule
from ringwall.model.rule import Example, Rule
from ringwall.model.table import Row, Table
from ringwall.store.engine.embedded import STRANGERS, EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.reads import find_reads, line_of

DEFAULTS: Row = {"partition": "aws", "account_id": "111111111111", "region": "eu-west-1"}


def check_rule(rule: Rule, tables: Mapping[str, Table]) -> None:
    """Run all examples of a rule; BadRule names the file and line of the first that disagrees.

    A rule without an example that passes and one that fails is refused: nothing would show that
    it can do both.
    """
    for example in rule.examples:
        answers = set(answer_example(rule, example, tables).values())
        if answers != {example.expect}:
            got = ", ".join(sorted(answers)) or "no verdict at all"
            raise BadRule(f"{rule.locate_example(example)}: expected {example.expect}, got {got}")
    shown = {example.expect for example in rule.examples}
    if missing := [answer for answer in ("pass", "fail") if answer not in shown]:
        raise BadRule(f"{rule.path}: add an example that expects {' and one '.join(missing)}")


def answer_example(
    rule: Rule, example: Example, tables: Mapping[str, Table], engine: Engine | None = None
) -> dict[str, str]:
    """Return the verdict per resource on an example; all tables count as collected.

    An engine that is passed in is used again: its tables are replaced.
    """
    if engine is None:
        with EmbeddedEngine(threads=1, limits=STRANGERS) as own:
            own.attribute(rule.id)
            return answer_example(rule, example, tables, own)
    unknown = example.tables.keys() - tables.keys()
    if unknown:
        names = ", ".join(sorted(unknown))
        raise BadRule(f"{rule.locate_example(example)}: no such table: {names}")
    try:
        needed = find_reads(rule.sql, tables.values()).keys() | example.tables.keys()
    except BadInput as error:
        raise BadRule(f"{rule.locate_sql(line_of(error))}: {error}") from error
    at_hand = {name: tables[name] for name in sorted(needed)}
    try:
        for table in at_hand.values():
            engine.create(table, _rows(rule, example, table))
    except BadRule:
        raise
    except BadInput as error:
        raise BadRule(f"{rule.locate_example(example)}: {error}") from error
    engine.create(COVERAGE, _covered(at_hand))
    audit = Audit(engine, at_hand, [rule])
    answers: dict[str, str] = {v.resource: v.answer for v in audit.verdicts()}
    passed = sum(count.passed for count in audit.counts)
    return answers | {f"passed {number}": "pass" for number in range(passed)}


def _rows(rule: Rule, example: Example, table: Table) -> Iterator[Row]:
    names = {column.name for column in table.all_columns}
    for row in example.tables.get(table.name, ()):
        if strange := row.keys() - names:
            wrong = ", ".join(sorted(strange))
            raise BadRule(f"{rule.locate_example(example)}: {table.name} has no column {wrong}")
        yield DEFAULTS | dict(row)


def _covered(tables: Iterable[str]) -> Iterator[Row]:
    for name in tables:
        yield {
            "account_id": DEFAULTS["account_id"],
            "region": "global",
            "table_name": name,
            "aspect": "list",
            "status": "ok",
            "resource": "",
            "calls": 1,
            "error": "",
        }

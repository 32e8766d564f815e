"""What a detection's query may do, and what it reads: asked before it runs."""

from collections.abc import Mapping

from ringwall.model.detection import DetectionRule
from ringwall.model.errors import BadInput, BadRule
from ringwall.model.table import Table
from ringwall.store.engine.portable import check_functions
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.reads import Reads, find_log_scans, find_reads, find_schemas, line_of
from ringwall.store.engine.scans import Scans

SCHEMAS = frozenset({"estate", "logs", "facts"})


def find_tables(rule: DetectionRule, tables: Mapping[str, Table]) -> Reads:
    """Return what a detection reads of which tables; BadRule, with the line, where it may not."""
    try:
        return find_reads(rule.sql, tables.values())
    except BadInput as error:
        raise name_place(rule, error) from error


def find_rule_scans(rule: DetectionRule, tables: Mapping[str, Table]) -> Scans:
    """Return what a detection asks of the rows of logs."""
    return find_log_scans(rule.sql, tables.values())


def check_query(rule: DetectionRule) -> None:
    """Raise BadRule, with the line, where a query would not run on every engine as on this one.

    That is where it uses a function that not every engine has, or names tables of no schema here.
    """
    try:
        strange = find_schemas(rule.sql) - SCHEMAS
        check_functions(rule.sql)
    except BadInput as error:
        raise name_place(rule, error) from error
    if strange:
        place = rule.locate_sql(0)
        raise BadRule(f"{place}: no schema {min(strange)}; a detection reads logs, estate, facts")


def check_key(rule: DetectionRule, engine: Engine) -> None:
    """Raise BadRule where the query of a detection with a function lacks what that is given by."""
    try:
        types = engine.column_types(rule.sql)
    except BadInput as error:
        raise name_place(rule, error) from error
    if missing := {rule.key, "event_time"} - types.keys():
        raise BadRule(f"{rule.locate_sql(0)}: the query returns no {min(missing)}")


def name_place(rule: DetectionRule, error: BadInput) -> BadRule:
    """Return an error of a query with the file and the line of it."""
    return BadRule(f"{rule.locate_sql(line_of(error))}: {error}")

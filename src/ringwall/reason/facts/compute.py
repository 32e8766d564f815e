"""All facts of one snapshot, computed from the tables that an engine shows."""

from collections.abc import Callable, Iterable, Mapping

from ringwall.model.table import Row, Table
from ringwall.reason.facts.access import read_access, read_exposures
from ringwall.reason.facts.identity import (
    read_assumable_roles,
    read_chains,
    read_escalation,
    read_principals,
)
from ringwall.reason.facts.usage import read_unused
from ringwall.reason.iam.escalation.chains import find_escalation
from ringwall.reason.iam.organization.read import read_organization
from ringwall.store.engine.protocol import Engine

VERSION = 7
"""Goes up whenever the same estate gives other facts."""


def compute_facts(
    engine: Engine, tables: Iterable[Table], advance: Callable[[str], None] = lambda _: None
) -> Mapping[str, Iterable[Row]]:
    """Return the rows of every table of facts; `advance` is told what is being looked at."""
    advance("reading the estate")
    organization = read_organization(engine, tables)
    advance("escalation")
    escalation = find_escalation(organization)
    accesses, exposures = read_exposures(organization, advance)
    return {
        "iam_principal": read_principals(organization, escalation),
        "assumable_role": read_assumable_roles(escalation.steps),
        "escalation": read_escalation(escalation),
        "escalation_chain": read_chains(escalation),
        "external_access": accesses,
        "exposure": exposures,
        "access": read_access(organization, advance),
        "unused_access": read_unused(organization, engine),
    }

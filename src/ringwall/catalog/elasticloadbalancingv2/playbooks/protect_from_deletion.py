"""Enables deletion protection of a load balancer."""

from collections.abc import Iterator

from ringwall.catalog.elasticloadbalancingv2.attributes import set_attribute, shape_write
from ringwall.catalog.elasticloadbalancingv2.tables.elasticloadbalancingv2_load_balancer import (
    PROTECTION,
)
from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader


@answers(
    "elasticloadbalancingv2.load_balancer_is_protected_from_deletion",
    writes=shape_write(PROTECTION, "true|false"),
)
def protect_from_deletion(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable deletion protection: it must be disabled before the load balancer can be deleted."""
    why = "the load balancer can no longer be deleted with one call"
    return set_attribute(finding, reader, PROTECTION, "true", why=why, blast="none")

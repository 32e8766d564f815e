"""Lets a load balancer refuse requests that can be read in two ways."""

from collections.abc import Iterator

from ringwall.catalog.elasticloadbalancingv2.attributes import set_attribute, shape_write
from ringwall.catalog.elasticloadbalancingv2.tables.elasticloadbalancingv2_load_balancer import (
    DESYNC,
)
from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader


@answers(
    "elasticloadbalancingv2.load_balancer_mitigates_desync",
    writes=shape_write(DESYNC, "monitor|defensive|strictest"),
)
def refuse_ambiguous_requests(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Refuse requests that a load balancer and an application could read differently."""
    why = "no second request can be hidden in one"
    return set_attribute(finding, reader, DESYNC, "defensive", why=why, blast="availability")

"""Lets a load balancer remove headers that HTTP does not allow."""

from collections.abc import Iterator

from ringwall.catalog.elasticloadbalancingv2.attributes import set_attribute, shape_write
from ringwall.catalog.elasticloadbalancingv2.tables.elasticloadbalancingv2_load_balancer import (
    HEADERS,
)
from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader


@answers(
    "elasticloadbalancingv2.load_balancer_drops_invalid_headers",
    writes=shape_write(HEADERS, "true|false"),
)
def drop_invalid_headers(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Remove headers whose names HTTP does not allow before the application sees them."""
    why = "requests are no longer smuggled in such headers"
    return set_attribute(finding, reader, HEADERS, "true", why=why, blast="availability")

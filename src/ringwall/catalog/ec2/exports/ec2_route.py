"""Where CloudFormation has routes: another property for each kind of target."""

from ringwall.catalog.ec2.routes import KINDS, write_route
from ringwall.model.export import PropertyWriter, TableExport
from ringwall.model.table import Row

_TARGETS = tuple(dict.fromkeys(KINDS.values()))


def write_target(names: Row) -> Row:
    """Return the target, by the property that has targets of its kind."""
    return {name: value for name, value in write_route(names).items() if name in _TARGETS}


route = TableExport(
    table="ec2_route",
    type="AWS::EC2::Route",
    writer=PropertyWriter(("target",), _TARGETS, write_target),
)

"""Where CloudFormation has policies of Firewall Manager: it is always told what tags are for."""

from ringwall.model.export import PropertyWriter, TableExport
from ringwall.model.table import Row


def _write(names: Row) -> Row:
    return {"ExcludeResourceTags": bool(names.get("exclude_resource_tags"))}


policy = TableExport(
    table="fms_policy",
    writer=PropertyWriter(("exclude_resource_tags",), ("ExcludeResourceTags",), _write),
)

"""Behavior graphs of Amazon Detective."""

from ringwall.model.table import Call, Table, moment, text

graph = Table(
    name="detective_graph",
    doc="A behavior graph: what Amazon Detective has learned of accounts, to investigate findings.",
    cloudformation="AWS::Detective::Graph",
    list=Call("detective.list_graphs", "GraphList"),
    arn="Arn",
    tags="Tags",
    calls=(
        Call("detective.list_tags_for_resource", "Tags", {"ResourceArn": "{Arn}"}, into="Tags"),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("graph_arn", "Arn", "Its ARN."),
        moment("created_time", "CreatedTime", "When it was created."),
    ),
)

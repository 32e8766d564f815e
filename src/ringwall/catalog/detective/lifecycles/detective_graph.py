"""How behavior graphs come and go; what a graph has learned goes with it."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_TAG = Step("detective.tag_resource", {"ResourceArn": "{found.arn}", "Tags": "{tags|map}"})


graph = Lifecycle(
    table="detective_graph",
    find=Find("detective.list_graphs", items="GraphList"),
    create=Step(
        "detective.create_graph",
        {"Tags": "{tags|map}"},
        also=("detective:TagResource", "iam:CreateServiceLinkedRole"),
    ),
    creates=("tags",),
    updates=(Update(("tags",), _TAG),),
    erase=Step("detective.delete_graph", {"GraphArn": "{found.arn}"}),
    owner="tag",
    retag=_TAG,
)

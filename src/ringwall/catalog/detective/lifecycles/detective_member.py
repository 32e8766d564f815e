"""How accounts become members of a behavior graph, and how they stop to be."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

member = Lifecycle(
    table="detective_member",
    find=Find(
        "detective.list_members",
        {"GraphArn": "{graph_arn}"},
        items="MemberDetails",
        match={"AccountId": "{member_account_id}"},
        absent=("ResourceNotFoundException",),
    ),
    identity=("member_account_id", "graph_arn"),
    given=("email",),
    ids=("member_account_id",),
    create=Step(
        "detective.create_members",
        {
            "GraphArn": "{graph_arn}",
            "Accounts": [{"AccountId": "{member_account_id}", "EmailAddress": "{email}"}],
        },
    ),
    creates=("member_account_id", "graph_arn"),
    erase=Step(
        "detective.delete_members",
        {"GraphArn": "{graph_arn}", "AccountIds": ["{member_account_id}"]},
    ),
)

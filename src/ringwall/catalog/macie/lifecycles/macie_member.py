"""How accounts become members of Macie's administrator, and how they stop to be."""

from ringwall.catalog.macie.sessions import DENIED
from ringwall.model.lifecycle import Find, Lifecycle, Step

member = Lifecycle(
    table="macie_member",
    find=Find(
        "macie2.list_members",
        {"onlyAssociated": "true"},
        items="members",
        match={"accountId": "{member_account_id}"},
        absent=(DENIED,),
    ),
    identity=("member_account_id",),
    given=("email",),
    ids=("member_account_id",),
    create=Step(
        "macie2.create_member",
        {"account": {"accountId": "{member_account_id}", "email": "{email}"}},
    ),
    creates=("member_account_id",),
    erase=Step("macie2.disassociate_member", {"id": "{member_account_id}"}),
    serial="macie",
)

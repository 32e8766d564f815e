"""Where CloudFormation has members of Macie."""

from ringwall.model.export import TableExport

member = TableExport(
    table="macie_member",
    type="AWS::Macie::Member",
    properties={"AccountId": "{member_account_id}", "Email": "{email}"},
)

"""Where CloudFormation has accounts: they stay where a stack is deleted."""

from ringwall.model.export import TableExport

account = TableExport(
    table="organizations_account",
    properties={"RoleName": "{role_name}"},
    attributes={"id": "AccountId"},
    retained=True,
)

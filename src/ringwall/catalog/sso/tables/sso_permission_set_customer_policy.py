"""The customer managed policies of permission sets: each account has its own of that name."""

from ringwall.model.table import Column, Table, text

policy = Table(
    name="sso_permission_set_customer_policy",
    doc="One policy of the accounts themselves that one permission set names.",
    columns=(
        Column("instance_arn", "TEXT", "The instance of IAM Identity Center."),
        Column("permission_set_arn", "TEXT", "The permission set."),
        text("name", "Name", "The policy's name."),
        text("path", "Path", "The policy's path: /."),
    ),
)

"""The AWS managed policies of permission sets."""

from ringwall.model.table import Column, Table, text

attachment = Table(
    name="sso_permission_set_attachment",
    doc="One AWS managed policy that is attached to one permission set.",
    columns=(
        Column("instance_arn", "TEXT", "The instance of IAM Identity Center."),
        Column("permission_set_arn", "TEXT", "The permission set."),
        text("managed_policy_arn", "Arn", "The policy's ARN."),
        text("managed_policy_name", "Name", "The policy's name."),
    ),
)

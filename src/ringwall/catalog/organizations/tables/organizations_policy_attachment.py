"""Where the policies of the organization are attached."""

from ringwall.model.table import Column, Table, text

attachment = Table(
    name="organizations_policy_attachment",
    doc="One policy attached to one root, OU or account; arn is that of the policy and the target.",
    columns=(
        Column("policy_id", "TEXT", "The policy's ID: p-..."),
        Column("policy_name", "TEXT", "The policy's name."),
        Column("policy_type", "TEXT", "SERVICE_CONTROL_POLICY, S3_POLICY, ..."),
        Column("aws_managed", "BOOLEAN", "The policy is an AWS managed policy."),
        text("target_id", "TargetId", "The ID of the root, OU or account."),
        text("target_type", "Type", "ROOT, ORGANIZATIONAL_UNIT or ACCOUNT."),
    ),
)

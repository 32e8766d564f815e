"""Where CloudFormation has the managed policies of roles."""

from ringwall.model.export import PartOf, TableExport

attachment = TableExport(
    table="iam_role_policy_attachment",
    part_of=PartOf("iam_role", {"role_name": "{role_name}"}, "ManagedPolicyArns", "{policy_arn}"),
)

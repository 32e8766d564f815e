"""Where CloudFormation has what a policy is attached to: in the policy."""

from ringwall.model.export import PartOf, TableExport

attachment = TableExport(
    table="organizations_policy_attachment",
    part_of=PartOf("organizations_policy", {"id": "{policy_id}"}, "TargetIds", "{target_id}"),
)

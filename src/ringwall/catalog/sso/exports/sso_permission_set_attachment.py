"""Where CloudFormation has the managed policies of permission sets."""

from ringwall.model.export import PartOf, TableExport

attachment = TableExport(
    table="sso_permission_set_attachment",
    part_of=PartOf(
        "sso_permission_set",
        {"arn": "{permission_set_arn}"},
        "ManagedPolicies",
        "{managed_policy_arn}",
    ),
)

"""Where CloudFormation has the accounts' own policies of permission sets."""

from ringwall.model.export import PartOf, TableExport

policy = TableExport(
    table="sso_permission_set_customer_policy",
    part_of=PartOf(
        "sso_permission_set",
        {"arn": "{permission_set_arn}"},
        "CustomerManagedPolicyReferences",
        {"Name": "{name}", "Path": "{path}"},
    ),
)

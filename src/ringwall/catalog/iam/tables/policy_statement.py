"""The statements of all policies, one a row."""

from ringwall.model.table import Column, Table

policy_statement = Table(
    name="policy_statement",
    doc="One statement of a policy; arn is that of the policy's owner.",
    columns=(
        Column("owner_table", "TEXT", "The table of the owner: s3_bucket, iam_role, ..."),
        Column("policy_type", "TEXT", "resource, trust, inline, managed, scp, rcp or endpoint."),
        Column("policy_name", "TEXT", "The policy's name; '' for a resource's own policy."),
        Column("position", "BIGINT", "The statement's position in the policy, from 0."),
        Column("sid", "TEXT", "The statement's Sid; '' for none."),
        Column("effect", "TEXT", "Allow or Deny."),
        Column("principals", "TEXT[]", "AWS:arn, Service:name, Federated:arn; anyone is *."),
        Column("not_principals", "TEXT[]", "The same for NotPrincipal."),
        Column("principal_accounts", "TEXT[]", "The accounts that its AWS principals belong to."),
        Column("actions", "TEXT[]", "Actions in lower case, wildcards as written."),
        Column("not_actions", "TEXT[]", "The actions that it excludes (NotAction), in lower case."),
        Column("resources", "TEXT[]", "The resources that it applies to, as written."),
        Column("not_resources", "TEXT[]", "The resources that it excludes (NotResource)."),
        Column("condition", "JSON", "The Condition block; {} where there is none."),
        Column("condition_keys", "TEXT[]", "The condition's keys in lower case."),
    ),
)

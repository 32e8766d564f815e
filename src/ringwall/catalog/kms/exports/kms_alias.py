"""Where CloudFormation has aliases of keys: their ARN is made of their name."""

from ringwall.model.export import TableExport

alias = TableExport(
    table="kms_alias",
    known={"arn": "arn:{partition}:kms:{region}:{account_id}:{alias_name}"},
)

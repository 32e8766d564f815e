"""Where CloudFormation has subscriptions to standards."""

from ringwall.model.export import TableExport

standard = TableExport(table="securityhub_standard", attributes={"arn": "StandardsSubscriptionArn"})

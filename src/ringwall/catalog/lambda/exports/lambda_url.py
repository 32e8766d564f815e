"""Where CloudFormation has URLs of functions."""

from ringwall.model.export import TableExport

url = TableExport(table="lambda_url", properties={"TargetFunctionArn": "{function_arn}"})

"""Where CloudFormation has keys: they stay where a stack is deleted."""

from ringwall.model.export import TableExport

key = TableExport(table="kms_key", retained=True)

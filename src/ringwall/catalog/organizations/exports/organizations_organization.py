"""Where CloudFormation has the organization: nothing of it goes where a stack is deleted."""

from ringwall.model.export import TableExport

organization = TableExport(table="organizations_organization", retained=True)

"""Where CloudFormation has OUs: nothing of it goes where a stack is deleted."""

from ringwall.model.export import TableExport

unit = TableExport(table="organizations_organizational_unit", retained=True)

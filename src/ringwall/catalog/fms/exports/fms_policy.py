"""Where CloudFormation has policies of Firewall Manager: ours leave nothing out by its tags."""

from ringwall.model.export import TableExport

policy = TableExport(table="fms_policy", properties={"ExcludeResourceTags": False})

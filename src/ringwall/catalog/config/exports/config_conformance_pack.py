"""Where CloudFormation has conformance packs."""

from ringwall.model.export import TableExport

pack = TableExport(table="config_conformance_pack", properties={"TemplateBody": "{template_body}"})

"""Where CloudFormation has conformance packs of organizations."""

from ringwall.model.export import TableExport

pack = TableExport(
    table="config_organization_conformance_pack", properties={"TemplateBody": "{template_body}"}
)

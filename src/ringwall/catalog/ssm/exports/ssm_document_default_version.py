"""Where CloudFormation has which version is used: it is the newest, where its document changes."""

from ringwall.model.export import PartOf, TableExport

default_version = TableExport(
    table="ssm_document_default_version", part_of=PartOf("ssm_document", {"name": "{name}"}, "")
)

"""Where CloudFormation has versions of documents: the newest is its document's."""

from ringwall.model.export import PartOf, TableExport

version = TableExport(
    table="ssm_document_version", part_of=PartOf("ssm_document", {"name": "{name}"}, "")
)

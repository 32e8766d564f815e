"""Where CloudFormation has analyzers."""

from ringwall.model.export import TableExport

analyzer = TableExport(
    table="accessanalyzer_analyzer",
    implied={"configuration": "the age of what is unused is a column of its own"},
)

"""Where CloudFormation has archive rules: its operators begin with capital letters."""

from typing import Any

from ringwall.model.export import TableExport


def write_filter(found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return a filter of the API as CloudFormation has it."""
    return {
        name: {operator.capitalize(): value for operator, value in operators.items()}
        for name, operators in found.items()
    }


rule = TableExport(
    table="accessanalyzer_archive_rule",
    type="AWS::AccessAnalyzer::ArchiveRule",
    properties={
        "AnalyzerName": "{analyzer_name}",
        "RuleName": "{rule_name}",
        "Filter": "{filter}",
    },
    values={"filter": write_filter},
)

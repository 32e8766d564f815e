"""Archive rules of analyzers: which findings nobody sees."""

from ringwall.model.table import Column, Table, document, text

rule = Table(
    name="accessanalyzer_archive_rule",
    doc="A rule of an analyzer: the findings that it matches are archived at once.",
    columns=(
        Column("analyzer_name", "TEXT", "The analyzer's name."),
        text("rule_name", "ruleName", "The rule's name."),
        document("filter", "filter", "Which findings: criteria by the name of a property."),
    ),
)

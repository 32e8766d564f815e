"""Analyzers of IAM Access Analyzer: what they look for, and where."""

from collections.abc import Iterator

from ringwall.model.table import Call, Derived, Row, Table, document, integer, moment, text


def _rules(analyzer: Row, row: Row) -> Iterator[Row]:
    for rule in analyzer["Rules"]:
        yield {
            "arn": f"{row['arn']}/archive-rule/{rule['ruleName']}",
            "analyzer_name": analyzer["name"],
            "rule_name": rule["ruleName"],
            "filter": rule["filter"],
        }


analyzer = Table(
    name="accessanalyzer_analyzer",
    doc="An analyzer: it finds access from outside an account or organization, or unused access.",
    cloudformation="AWS::AccessAnalyzer::Analyzer",
    list=Call("accessanalyzer.list_analyzers", "analyzers"),
    arn="arn",
    tags="tags",
    calls=(
        Call(
            "accessanalyzer.list_archive_rules",
            "archiveRules",
            {"analyzerName": "{name}"},
            into="Rules",
        ),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("name", "name", "The analyzer's name.", required=True, property="AnalyzerName"),
        text(
            "type",
            "type",
            "ACCOUNT, ORGANIZATION, ORGANIZATION_UNUSED_ACCESS, ...",
            required=True,
            property="Type",
        ),
        text("status", "status", "ACTIVE, CREATING, DISABLED or FAILED.", required=True),
        integer(
            "unused_access_age",
            "configuration.unusedAccess.unusedAccessAge",
            "After how many days access counts as unused; 0 for other analyzers.",
            property="AnalyzerConfiguration.UnusedAccessConfiguration.UnusedAccessAge",
        ),
        document("configuration", "configuration", "What it leaves out; {} for nothing."),
        moment("last_resource_analyzed_at", "lastResourceAnalyzedAt", "When it last looked."),
    ),
    derived=(Derived("accessanalyzer_archive_rule", _rules, needs="Rules"),),
)

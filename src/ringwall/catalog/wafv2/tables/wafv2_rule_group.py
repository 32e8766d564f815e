"""Rule groups of AWS WAF."""

from ringwall.catalog.wafv2.reading import GONE, read_rule_groups
from ringwall.model.table import Call, Table, boolean, integer, text

rule_group = Table(
    name="wafv2_rule_group",
    doc="A rule group of AWS WAF, of the account's own.",
    cloudformation="AWS::WAFv2::RuleGroup",
    fetch=read_rule_groups,
    arn="ARN",
    calls=(
        Call(
            "wafv2.get_rule_group",
            "RuleGroup",
            {"Name": "{Name}", "Scope": "{Scope}", "Id": "{Id}"},
            into="RuleGroup",
        ),
    ),
    gone=(GONE,),
    columns=(
        text("name", "Name", "Its name.", required=True, property="Name"),
        text("scope", "Scope", "REGIONAL or CLOUDFRONT.", required=True, property="Scope"),
        integer(
            "rule_count",
            "length(RuleGroup.Rules || `[]`)",
            "How many rules it has.",
            property="length(Rules || `[]`)",
        ),
        boolean(
            "cloudwatch_metrics_enabled",
            "RuleGroup.VisibilityConfig.CloudWatchMetricsEnabled",
            "CloudWatch counts what its rules match.",
            property="VisibilityConfig.CloudWatchMetricsEnabled",
            required=True,
        ),
    ),
)

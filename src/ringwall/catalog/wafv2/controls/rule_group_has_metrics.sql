/*
title = "The rule group should have metrics"
family = "setting_has_value"
table = "wafv2_rule_group"
column = "cloudwatch_metrics_enabled"
setting = "CloudWatchMetricsEnabled"
layer = "detection"
severity = "medium"
why = "Without metrics, no alarm tells that its rules match much more than yesterday: an attack, or customers who are refused."
fix = "aws wafv2 update-rule-group --name NAME --scope SCOPE --id ID --lock-token TOKEN --visibility-config SampledRequestsEnabled=true,CloudWatchMetricsEnabled=true,MetricName=NAME --rules file://rules.json"
url = "https://docs.aws.amazon.com/waf/latest/developerguide/monitoring-cloudwatch.html"
*/

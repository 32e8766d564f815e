/*
title = "The web ACL should have rules"
layer = "infrastructure"
severity = "medium"
why = "A web ACL without a rule lets every request pass, and looks like protection."
fix = "aws wafv2 update-web-acl --name NAME --scope SCOPE --id ID --lock-token TOKEN --default-action Allow={} --visibility-config file://metrics.json --rules file://rules.json"
url = "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-editing.html"

[[example]]
wafv2_web_acl = [{arn = "w", rule_count = 1}]
expect = "pass"

[[example]]
wafv2_web_acl = [{arn = "w", rule_count = 0}]
expect = "fail"

[[example]]
wafv2_web_acl = [{arn = "w"}]
expect = "unknown"
*/
select
  w.arn as resource,
  w.rule_count > 0 as ok,
  'it has ' || w.rule_count || ' rules and rule groups' as reason
from estate.wafv2_web_acl w

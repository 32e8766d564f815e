/*
title = "The web ACL should have AWS's managed rules against common attacks"
layer = "infrastructure"
severity = "medium"
why = "The managed rule groups CommonRuleSet, KnownBadInputsRuleSet and SQLiRuleSet stop what the OWASP Top 10 lists, and AWS keeps them up to date."
fix = "Add AWSManagedRulesCommonRuleSet, AWSManagedRulesKnownBadInputsRuleSet and AWSManagedRulesSQLiRuleSet to its rules, in count mode first; or infrastructure.web_firewall in a blueprint"
url = "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html"

[[example]]
wafv2_web_acl = [{arn = "acl", managed_rule_groups = ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesSQLiRuleSet"]}]
expect = "pass"

[[example]]
wafv2_web_acl = [{arn = "acl", managed_rule_groups = ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesSQLiRuleSet"]}]
expect = "fail"

[[example]]
wafv2_web_acl = [{arn = "acl", managed_rule_groups = []}]
expect = "fail"

[[example]]
wafv2_web_acl = [{arn = "acl"}]
expect = "unknown"
*/
select
  w.arn as resource,
  list_has_all(
    w.managed_rule_groups,
    [
      'AWSManagedRulesCommonRuleSet',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesSQLiRuleSet'
    ]
  ) as ok,
  case
    when len(w.managed_rule_groups) = 0 then 'it has no managed rule group'
    else 'its managed rule groups are ' || array_to_string(w.managed_rule_groups, ', ')
  end as reason
from estate.wafv2_web_acl w

/*
family = "managed_rule_matches"
title = "Request looks like SQL injection"
severity = "low"
why = "Who injects SQL reads or changes the database behind the application. Alone it says what comes to every application on the internet, every day; beside other findings of the same address it says how they began."
fix = "Nothing by itself: see whether the group blocks, and what else the address did."
attacks = ["T1190"]
false_positives = "Scanners on the internet, every day; an input of the application that looks like it."
window = "1h"
confidence = 15
context = true
groups = "SQLiRuleSet"
what = "'SQL injection'"
url = "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html"

[[example]]
waf_request = [{web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesSQLiRuleSet", uri = "/"}]
expect = "hit"

# The rule only counts.
[[example]]
waf_request = [{web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = [{ruleId = "Example", action = "COUNT"}]}]}}]
expect = "hit"

# The group was asked, and nothing of it matched.
[[example]]
waf_request = [{web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesSQLiRuleSet", nonTerminatingMatchingRules = []}]}}]
expect = "quiet"
*/

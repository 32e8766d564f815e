/*
family = "managed_rule_matches"
title = "Client floods a web application"
severity = "low"
why = "A flood makes an application unreachable, and hides what else goes on. Alone it says what comes to every application on the internet, every day; beside other findings of the same address it says how they began."
fix = "Nothing by itself: see whether the group blocks, and what else the address did."
attacks = ["T1498.002", "T1499.002"]
false_positives = "Scanners on the internet, every day; an input of the application that looks like it."
window = "1h"
confidence = 15
context = true
groups = "AntiDDoSRuleSet"
what = "'a flood'"
url = "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html"

[[example]]
waf_request = [{web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "BLOCK", rule_id = "AWS-AWSManagedRulesAntiDDoSRuleSet", uri = "/"}]
expect = "hit"

# The rule only counts.
[[example]]
waf_request = [{web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesAntiDDoSRuleSet", nonTerminatingMatchingRules = [{ruleId = "Example", action = "COUNT"}]}]}}]
expect = "hit"

# The group was asked, and nothing of it matched.
[[example]]
waf_request = [{web_acl_arn = "arn:acl", client_address = "203.0.113.7", action = "ALLOW", rule_id = "Default_Action", uri = "/", rest = {ruleGroupList = [{ruleGroupId = "AWS#AWSManagedRulesAntiDDoSRuleSet", nonTerminatingMatchingRules = []}]}}]
expect = "quiet"
*/

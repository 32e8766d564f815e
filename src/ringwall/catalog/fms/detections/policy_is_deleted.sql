/*
family = "call_is_made"
title = "Firewall Manager lost a policy or its administrator"
severity = "high"
why = "Policies of Firewall Manager hold web ACLs, groups and firewalls in all accounts at once. Deleted, all of them can be changed."
fix = "Create the policy again. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.007"]
false_positives = "Policies that a new one replaces."
sources = ["fms.amazonaws.com"]
operations = ["DeletePolicy", "DisassociateAdminAccount"]
resource = "coalesce(json_extract_string(request_parameters, '$.policyId'), '')"
reason = "operation || ' took protection from all accounts of a policy'"

[[example]]
cloudtrail = [{event_source = "fms.amazonaws.com", operation = "DeletePolicy", request_parameters = {policyId = "p1", deleteAllPolicyResources = true}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A policy is written.
[[example]]
cloudtrail = [{event_source = "fms.amazonaws.com", operation = "PutPolicy", request_parameters = {policy = {policyName = "waf"}}}]
expect = "quiet"
*/

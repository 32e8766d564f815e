/*
family = "call_is_made"
title = "Event rule was disabled by hand"
severity = "low"
why = "Rules of EventBridge carry alarms and responses; what a rule is for is not always in its pattern."
fix = "aws events enable-rule. Ask the caller what the rule is for."
attacks = ["T1562.001"]
false_positives = "Schedules that are paused for maintenance. Stacks and Terraform delete rules, and seldom disable them."
confidence = 30
context = true
sources = ["events.amazonaws.com"]
operations = ["DisableRule"]
resource = "coalesce(json_extract_string(request_parameters, '$.name'), '')"
reason = "'rule ' || coalesce(json_extract_string(request_parameters, '$.name'), '') || ' was disabled'"
condition = "invoked_by = ''"

[[example]]
cloudtrail = [{event_source = "events.amazonaws.com", operation = "DisableRule", request_parameters = {name = "notify"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Deleted with a stack.
[[example]]
cloudtrail = [{event_source = "events.amazonaws.com", operation = "DisableRule", request_parameters = {name = "notify"}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/

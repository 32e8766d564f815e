/*
family = "call_is_made"
title = "Security Hub was switched off"
severity = "high"
why = "Security Hub collects the findings of all services. Off, nobody sees them in one place, and its own controls stop."
fix = "aws securityhub enable-security-hub. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Accounts that are closed; the move to another product."
sources = ["securityhub.amazonaws.com"]
operations = ["DisableSecurityHub", "DisableSecurityHubV2"]
resource = "'arn:aws:securityhub:' || aws_region || ':' || coalesce(account_id, '') || ':hub/default'"
reason = "'Security Hub is off in ' || aws_region"

[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "DisableSecurityHub", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Denied.
[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "DisableSecurityHub", error_code = "AccessDenied"}]
expect = "quiet"

# One product is imported no more.
[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "DisableImportFindingsForProduct", request_parameters = {ProductSubscriptionArn = "arn:p"}}]
expect = "quiet"
*/

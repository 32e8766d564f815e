/*
family = "call_is_made"
title = "Organization was deleted"
severity = "critical"
why = "All SCPs, all trails of the organization and all delegated administrators end at once."
fix = "Create it again, and invite the accounts. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001", "T1485"]
false_positives = "Organizations of tests."
confidence = 95
sources = ["organizations.amazonaws.com"]
operations = ["DeleteOrganization"]
resource = "coalesce(account_id, '')"
reason = "'the organization of ' || coalesce(account_id, '') || ' was deleted'"

[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "DeleteOrganization", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A unit is deleted.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "DeleteOrganizationalUnit", request_parameters = {organizationalUnitId = "ou-1"}}]
expect = "quiet"
*/

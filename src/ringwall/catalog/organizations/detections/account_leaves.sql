/*
family = "call_is_made"
title = "Account left the organization, or was removed from it"
severity = "critical"
why = "Outside, no SCP, no trail of the organization and no administrator of GuardDuty reach the account."
fix = "Invite it again, and let an SCP deny organizations:LeaveOrganization. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001", "T1484"]
false_positives = "Accounts that are sold or moved to another organization."
confidence = 90
sources = ["organizations.amazonaws.com"]
operations = ["LeaveOrganization", "RemoveAccountFromOrganization"]
resource = "coalesce(json_extract_string(request_parameters, '$.accountId'), account_id, '')"
reason = '''
'account ' || coalesce(json_extract_string(request_parameters, '$.accountId'), account_id)
  || ' is no longer in the organization'
'''

[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "LeaveOrganization", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "RemoveAccountFromOrganization", request_parameters = {accountId = "222222222222"}}]
expect = "hit"

# An SCP denied it; attempts have a detection of their own.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "LeaveOrganization", error_code = "AccessDenied"}]
expect = "quiet"

# An account is moved within.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "MoveAccount", request_parameters = {accountId = "222222222222"}}]
expect = "quiet"
*/

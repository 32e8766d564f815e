/*
family = "call_is_made"
title = "Account was closed"
severity = "high"
why = "A closed account stops within minutes, with all that runs in it. After 90 days nothing of it comes back."
fix = "Reopen it by AWS Support within 90 days. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1531", "T1485"]
false_positives = "Accounts at the end of their life, after a ticket."
sources = ["organizations.amazonaws.com", "account.amazonaws.com"]
operations = ["CloseAccount"]
resource = "coalesce(json_extract_string(request_parameters, '$.accountId'), account_id, '')"
reason = '''
'account ' || coalesce(json_extract_string(request_parameters, '$.accountId'), account_id)
  || ' was closed'
'''

[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "CloseAccount", request_parameters = {accountId = "222222222222"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# The quota was reached.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "CloseAccount", request_parameters = {accountId = "222222222222"}, error_code = "ConstraintViolationException"}]
expect = "quiet"

# An account is described.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "DescribeAccount", request_parameters = {accountId = "222222222222"}}]
expect = "quiet"
*/

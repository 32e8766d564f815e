/*
family = "call_is_made"
title = "E-mail address of a root user is being changed"
severity = "critical"
why = "The mailbox of the root user recovers its password. Who changes the address takes the account over."
fix = "Cancel the change, and secure the management account. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098", "T1531"]
false_positives = "Accounts that get a mailbox of the organization, at their set-up."
confidence = 80
sources = ["account.amazonaws.com"]
operations = ["AcceptPrimaryEmailUpdate", "StartPrimaryEmailUpdate"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.AccountId'),
  json_extract_string(request_parameters, '$.accountId'),
  ''
)
'''
reason = '''
operation || ' for account '
  || coalesce(
    json_extract_string(request_parameters, '$.AccountId'),
    json_extract_string(request_parameters, '$.accountId'),
    ''
  )
'''

[[example]]
cloudtrail = [{event_source = "account.amazonaws.com", operation = "StartPrimaryEmailUpdate", request_parameters = {AccountId = "222222222222", PrimaryEmail = "HIDDEN"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is read.
[[example]]
cloudtrail = [{event_source = "account.amazonaws.com", operation = "GetPrimaryEmail", request_parameters = {AccountId = "222222222222"}}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "account.amazonaws.com", operation = "StartPrimaryEmailUpdate", error_code = "AccessDenied"}]
expect = "quiet"
*/

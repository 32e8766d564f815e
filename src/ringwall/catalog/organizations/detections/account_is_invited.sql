/*
family = "call_is_made"
title = "Account was invited, or joined another organization"
severity = "medium"
why = "An account that accepts an invitation belongs to another payer and to other SCPs. One that is invited gets to be trusted as own."
fix = "Decline or cancel the handshake; ask who called. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1199", "T1484"]
false_positives = "Mergers, and accounts that existed before the organization."
confidence = 60
sources = ["organizations.amazonaws.com"]
operations = ["AcceptHandshake", "InviteAccountToOrganization"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.target.id'),
  json_extract_string(request_parameters, '$.handshakeId'),
  ''
)
'''
reason = '''
operation || ' of '
  || coalesce(
    json_extract_string(request_parameters, '$.target.id'),
    json_extract_string(request_parameters, '$.handshakeId'),
    ''
  )
'''

[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "InviteAccountToOrganization", request_parameters = {target = {id = "999999999999", type = "ACCOUNT"}}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is declined.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "DeclineHandshake", request_parameters = {handshakeId = "h-1"}}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "InviteAccountToOrganization", error_code = "AccessDenied"}]
expect = "quiet"
*/

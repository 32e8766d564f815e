/*
family = "call_is_made"
title = "Roles Anywhere was set to trust another certificate authority"
severity = "high"
why = "Who holds the authority's key makes certificates, and each of them is credentials of AWS, without a user or key to find."
fix = "aws rolesanywhere delete-trust-anchor. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098", "T1649", "T1556"]
false_positives = "The set-up of servers outside AWS, and the renewal of the authority."
confidence = 60
sources = ["rolesanywhere.amazonaws.com"]
operations = ["CreateTrustAnchor", "UpdateTrustAnchor", "ImportCrl", "DisableCrl", "DeleteCrl"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.name'),
  json_extract_string(request_parameters, '$.trustAnchorId'),
  json_extract_string(request_parameters, '$.crlId'),
  ''
)
'''
reason = '''
operation || ' of '
  || coalesce(
    json_extract_string(request_parameters, '$.name'),
    json_extract_string(request_parameters, '$.trustAnchorId'),
    json_extract_string(request_parameters, '$.crlId'),
    ''
  )
'''

[[example]]
cloudtrail = [{event_source = "rolesanywhere.amazonaws.com", operation = "CreateTrustAnchor", request_parameters = {name = "x", source = {sourceType = "CERTIFICATE_BUNDLE"}}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Denied.
[[example]]
cloudtrail = [{event_source = "rolesanywhere.amazonaws.com", operation = "CreateTrustAnchor", error_code = "AccessDenied"}]
expect = "quiet"

# They are listed.
[[example]]
cloudtrail = [{event_source = "rolesanywhere.amazonaws.com", operation = "ListTrustAnchors"}]
expect = "quiet"
*/

/*
family = "call_is_made"
title = "Control Tower's controls or landing zone were taken away"
severity = "high"
why = "Controls of Control Tower are SCPs and rules that hold whole units. Disabled, their accounts can do what was forbidden."
fix = "aws controltower enable-control. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Updates of the landing zone, which are done by Control Tower itself."
sources = ["controltower.amazonaws.com"]
operations = [
  "DeleteLandingZone",
  "DeregisterOrganizationalUnit",
  "DisableBaseline",
  "DisableControl",
  "DisableGuardrail",
]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.controlIdentifier'),
  json_extract_string(request_parameters, '$.targetIdentifier'),
  json_extract_string(request_parameters, '$.landingZoneIdentifier'),
  ''
)
'''
reason = '''
operation || ' of '
  || coalesce(
    json_extract_string(request_parameters, '$.controlIdentifier'),
    json_extract_string(request_parameters, '$.targetIdentifier'),
    json_extract_string(request_parameters, '$.landingZoneIdentifier'),
    ''
  )
'''
condition = "identity_type <> 'AWSService'"

[[example]]
cloudtrail = [{event_source = "controltower.amazonaws.com", operation = "DisableControl", request_parameters = {controlIdentifier = "arn:aws:controltower:eu-west-1::control/AWS-GR_CLOUDTRAIL_ENABLED", targetIdentifier = "arn:ou"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# The service itself.
[[example]]
cloudtrail = [{event_source = "controltower.amazonaws.com", operation = "DisableControl", request_parameters = {controlIdentifier = "arn:c"}, identity_type = "AWSService"}]
expect = "quiet"
*/

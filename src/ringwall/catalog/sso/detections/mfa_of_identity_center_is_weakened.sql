/*
family = "call_is_made"
title = "MFA rules of Identity Center were changed, or a person's device removed"
severity = "high"
why = "Without MFA a phished password opens every account that the person has."
fix = "Set MFA to every sign-in, and let the person enrol again in your presence. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1556.006", "T1098.005"]
false_positives = "Lost phones: the help desk removes the device, and the person enrols a new one."
confidence = 50
sources = ["sso.amazonaws.com", "sso-directory.amazonaws.com", "identitystore.amazonaws.com"]
operations = [
  "DeleteMfaDeviceForUser",
  "UpdateMfaDeviceManagementForDirectory",
  "UpdateSsoConfiguration",
  "PutMfaDeviceManagementForDirectory",
]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.userId'),
  json_extract_string(request_parameters, '$.directoryId'),
  json_extract_string(request_parameters, '$.identityStoreId'),
  json_extract_string(request_parameters, '$.instanceArn'),
  ''
)
'''
reason = '''
operation || ' on '
  || coalesce(
    json_extract_string(request_parameters, '$.userId'),
    json_extract_string(request_parameters, '$.directoryId'),
    json_extract_string(request_parameters, '$.identityStoreId'),
    json_extract_string(request_parameters, '$.instanceArn'),
    ''
  )
'''

[[example]]
cloudtrail = [{event_source = "sso-directory.amazonaws.com", operation = "DeleteMfaDeviceForUser", request_parameters = {userId = "u-1"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# They are listed.
[[example]]
cloudtrail = [{event_source = "sso-directory.amazonaws.com", operation = "ListMfaDevicesForUser", request_parameters = {userId = "u-1"}}]
expect = "quiet"
*/

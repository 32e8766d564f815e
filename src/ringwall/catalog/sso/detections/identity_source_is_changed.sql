/*
family = "call_is_made"
title = "Identity source of Identity Center was changed"
severity = "critical"
why = "Whoever owns the identity provider owns every account: it says who signs in, and as whom."
fix = "Set the source back, and end all sessions. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1484.002", "T1556.007"]
false_positives = "The move to another provider, once in years, and the yearly renewal of its certificate."
confidence = 80
sources = ["sso.amazonaws.com", "sso-directory.amazonaws.com", "identitystore.amazonaws.com"]
operations = [
  "AssociateDirectory",
  "CreateExternalIdPConfigurationForDirectory",
  "DisableExternalIdPConfigurationForDirectory",
  "DisassociateDirectory",
  "EnableExternalIdPConfigurationForDirectory",
  "ImportSAMLMetadata",
  "UpdateExternalIdPConfigurationForDirectory",
  "CreateTrustedTokenIssuer",
  "UpdateTrustedTokenIssuer",
]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.directoryId'),
  json_extract_string(request_parameters, '$.instanceArn'),
  json_extract_string(request_parameters, '$.trustedTokenIssuerArn'),
  ''
)
'''
reason = "operation || ' changed who may sign in to all accounts'"

[[example]]
cloudtrail = [{event_source = "sso-directory.amazonaws.com", operation = "EnableExternalIdPConfigurationForDirectory", request_parameters = {directoryId = "d-1"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# It is read.
[[example]]
cloudtrail = [{event_source = "sso-directory.amazonaws.com", operation = "ListExternalIdPConfigurationsForDirectory", request_parameters = {directoryId = "d-1"}}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "AssociateDirectory", error_code = "AccessDenied"}]
expect = "quiet"
*/

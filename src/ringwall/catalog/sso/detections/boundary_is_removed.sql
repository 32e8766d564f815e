/*
family = "call_is_made"
title = "Permission set lost its permissions boundary"
severity = "medium"
why = "Without the boundary everyone who has the set can do what its policies say, in all accounts."
fix = "aws sso-admin put-permissions-boundary-to-permission-set. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003"]
false_positives = "Boundaries that a new permission set replaces."
confidence = 60
sources = ["sso.amazonaws.com"]
operations = ["DeletePermissionsBoundaryFromPermissionSet"]
resource = "coalesce(json_extract_string(request_parameters, '$.permissionSetArn'), '')"
reason = '''
'nothing limits permission set '
  || coalesce(json_extract_string(request_parameters, '$.permissionSetArn'), '') || ' any more'
'''

[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "DeletePermissionsBoundaryFromPermissionSet", request_parameters = {permissionSetArn = "arn:ps"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# It is set.
[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "PutPermissionsBoundaryToPermissionSet", request_parameters = {permissionSetArn = "arn:ps"}}]
expect = "quiet"
*/

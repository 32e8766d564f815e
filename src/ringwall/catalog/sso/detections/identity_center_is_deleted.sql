/*
family = "call_is_made"
title = "Identity Center was deleted"
severity = "critical"
why = "Everybody loses access to all accounts at once, but those who hold other credentials."
fix = "Sign in by the break-glass users, and set Identity Center up again. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1531"]
false_positives = "Instances of tests."
confidence = 85
sources = ["sso.amazonaws.com", "sso-directory.amazonaws.com", "identitystore.amazonaws.com"]
operations = ["DeleteInstance", "DeleteManagedApplicationInstance", "StopSSO", "DeleteIdentityStore", "DisableSSO"]
resource = "coalesce(json_extract_string(request_parameters, '$.instanceArn'), '')"
reason = "operation || ' took the sign-in of all accounts away'"

[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "DeleteInstance", request_parameters = {instanceArn = "arn:aws:sso:::instance/ssoins-1"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# A permission set is deleted.
[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "DeletePermissionSet", request_parameters = {permissionSetArn = "arn:ps"}}]
expect = "quiet"
*/

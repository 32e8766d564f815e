/*
family = "call_is_made"
title = "Permission set was made one of administrators"
severity = "high"
why = "A permission set becomes a role in every account where it is assigned. Everyone who has it can do everything there at once."
fix = "aws sso-admin detach-managed-policy-from-permission-set, and provision it again. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003"]
false_positives = "The first set-up of Identity Center."
sources = ["sso.amazonaws.com"]
operations = ["AttachManagedPolicyToPermissionSet", "PutInlinePolicyToPermissionSet"]
resource = "coalesce(json_extract_string(request_parameters, '$.permissionSetArn'), '')"
reason = '''
'permission set ' || coalesce(json_extract_string(request_parameters, '$.permissionSetArn'), '')
  || ' allows everything'
'''
condition = '''
(
  regexp_matches(
    json_extract_string(request_parameters, '$.managedPolicyArn'),
    ':iam::aws:policy/(AdministratorAccess|IAMFullAccess)$'
  )
  or regexp_matches(
    regexp_replace(json_extract_string(request_parameters, '$.inlinePolicy'), '\s', '', 'g'),
    '"Effect":"Allow"[^{}]*"Action":\[?"[*]"|"Action":\[?"[*]"[^{}]*"Effect":"Allow"'
  )
)
'''

[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "AttachManagedPolicyToPermissionSet", request_parameters = {permissionSetArn = "arn:aws:sso:::permissionSet/ssoins-1/ps-1", managedPolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "PutInlinePolicyToPermissionSet", request_parameters = {permissionSetArn = "arn:ps", inlinePolicy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'}}]
expect = "hit"

# It reads.
[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "AttachManagedPolicyToPermissionSet", request_parameters = {permissionSetArn = "arn:ps", managedPolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess"}}]
expect = "quiet"

# One service.
[[example]]
cloudtrail = [{event_source = "sso.amazonaws.com", operation = "PutInlinePolicyToPermissionSet", request_parameters = {permissionSetArn = "arn:ps", inlinePolicy = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'}}]
expect = "quiet"
*/

/*
family = "call_is_made"
title = "Permissions boundary was removed or replaced by everything"
severity = "high"
why = "A boundary is the upper limit of what a principal can do, whatever policies it gets. Without it, permissions that were harmless give everything."
fix = "aws iam put-role-permissions-boundary or put-user-permissions-boundary. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003", "T1548"]
false_positives = "Stacks that take a role down remove the boundary with it."
confidence = 75
sources = ["iam.amazonaws.com"]
operations = [
  "DeleteRolePermissionsBoundary",
  "DeleteUserPermissionsBoundary",
  "PutRolePermissionsBoundary",
  "PutUserPermissionsBoundary",
]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.userName'),
  json_extract_string(request_parameters, '$.roleName'),
  ''
)
'''
reason = '''
'nothing limits '
  || coalesce(
    json_extract_string(request_parameters, '$.userName'),
    json_extract_string(request_parameters, '$.roleName'),
    ''
  )
  || ' any more'
'''
condition = '''
invoked_by <> 'cloudformation.amazonaws.com'
and (
  operation like 'Delete%'
  or json_extract_string(
    request_parameters,
    '$.permissionsBoundary'
  ) like '%:aws:policy/AdministratorAccess'
)
'''

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "DeleteUserPermissionsBoundary", request_parameters = {userName = "bob"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutRolePermissionsBoundary", request_parameters = {roleName = "app", permissionsBoundary = "arn:aws:iam::aws:policy/AdministratorAccess"}}]
expect = "hit"

# Another boundary that limits.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutRolePermissionsBoundary", request_parameters = {roleName = "app", permissionsBoundary = "arn:aws:iam::111111111111:policy/limit"}}]
expect = "quiet"

# A stack is deleted.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "DeleteRolePermissionsBoundary", request_parameters = {roleName = "app"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/

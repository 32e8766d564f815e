/*
family = "call_is_made"
title = "Root user of a member account was assumed"
severity = "high"
why = "With AssumeRoot the management account can unlock bucket and queue policies of members and delete their root credentials."
fix = "Ask who called and for which task. Narrow sts:AssumeRoot to a role for it."
attacks = ["T1078.004", "T1548.005"]
false_positives = "The unlocking of a bucket policy, and the deletion of root keys, after a ticket."
finding_types = ["Policy:IAMUser/ShortTermRootCredentialUsage"]
confidence = 70
sources = ["sts.amazonaws.com"]
operations = ["AssumeRoot"]
resource = '''
'arn:aws:iam::' || coalesce(json_extract_string(request_parameters, '$.targetPrincipal'), '')
  || ':root'
'''
reason = '''
'root of account ' || coalesce(json_extract_string(request_parameters, '$.targetPrincipal'), '')
  || ' was assumed for '
    || regexp_extract(
      coalesce(json_extract_string(request_parameters, '$.taskPolicyArn.arn'), 'a task'),
      '[^/]*$',
      0
    )
'''
condition = '''
coalesce(
  json_extract_string(request_parameters, '$.taskPolicyArn.arn'),
  ''
) not like '%/IAMAuditRootUserCredentials'
'''

[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "AssumeRoot", request_parameters = {targetPrincipal = "222222222222", taskPolicyArn = {arn = "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"}}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# The audit task only reads.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "AssumeRoot", request_parameters = {targetPrincipal = "222222222222", taskPolicyArn = {arn = "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"}}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "AssumeRoot", request_parameters = {targetPrincipal = "222222222222"}, error_code = "AccessDenied"}]
expect = "quiet"
*/

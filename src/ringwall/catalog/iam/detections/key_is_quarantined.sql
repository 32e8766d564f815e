/*
family = "call_is_made"
title = "AWS has quarantined a user, because a key of it is public"
severity = "critical"
why = "AWS found the key in a public place, and denies what costs most. All else it still can do, and others have it already."
fix = "Deactivate the key, look at all that it has done, and delete it. Then detach the quarantine."
attacks = ["T1552.001", "T1078.004"]
false_positives = "None: the key was public."
confidence = 95
sources = ["iam.amazonaws.com"]
operations = ["AttachUserPolicy", "PutUserPolicy"]
resource = "coalesce(json_extract_string(request_parameters, '$.userName'), '')"
reason = '''
'a key of user ' || coalesce(json_extract_string(request_parameters, '$.userName'), '')
  || ' was found in public'
'''
condition = '''
(
  json_extract_string(request_parameters, '$.policyArn') like '%:aws:policy/AWSCompromisedKeyQuarantine%'
  or (
    regexp_matches(
      json_extract_string(request_parameters, '$.policyName'),
      '^AWS(CompromisedKeyQuarantine|ExposedCredentialPolicy)'
    )
    and regexp_matches(
      json_extract_string(request_parameters, '$.policyDocument'),
      '"Effect"\s*:\s*"Deny"'
    )
  )
)
'''

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachUserPolicy", request_parameters = {userName = "bob", policyArn = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2"}}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutUserPolicy", request_parameters = {userName = "bob", policyName = "AWSExposedCredentialPolicy_DO_NOT_REMOVE", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": ["iam:CreateUser", "ec2:RunInstances", "iam:PutUserPolicy"], "Resource": "*"}]}'}, principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", identity_type = "IAMUser"}]
expect = "hit"

# It is taken off again.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "DetachUserPolicy", request_parameters = {userName = "bob", policyArn = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2"}}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "AttachUserPolicy", request_parameters = {userName = "bob", policyArn = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2"}, error_code = "AccessDenied"}]
expect = "quiet"

# A user narrows a policy.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "PutUserPolicy", request_parameters = {userName = "bob", policyName = "no-delete", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}]}'}}]
expect = "quiet"
*/

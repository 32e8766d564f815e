/*
family = "call_is_made"
title = "Trail was created"
severity = "low"
why = "A second trail can copy all events to somebody else's bucket. CIS asks for a count of all changes of trails."
fix = "Look at whose the bucket is: aws cloudtrail get-trail. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1530", "T1562.008"]
false_positives = "Set-up of accounts."
confidence = 20
context = true
sources = ["cloudtrail.amazonaws.com"]
operations = ["CreateTrail"]
resource = "coalesce(json_extract_string(request_parameters, '$.name'), '')"
reason = '''
'trail ' || coalesce(json_extract_string(request_parameters, '$.name'), '') || ' was created'
  || coalesce(', and writes to ' || json_extract_string(request_parameters, '$.s3BucketName'), '')
'''

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "CreateTrail", request_parameters = {name = "second", s3BucketName = "elsewhere"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It failed.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "CreateTrail", request_parameters = {name = "second"}, error_code = "InsufficientS3BucketPolicyException"}]
expect = "quiet"
*/

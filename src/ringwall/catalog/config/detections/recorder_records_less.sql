/*
family = "call_is_made"
title = "AWS Config was set to record less"
severity = "medium"
why = "A recorder that leaves out kinds of resources, or records once a day, misses what was changed and changed back."
fix = "aws configservice put-configuration-recorder with allSupported. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Cost saving: kinds that change all the time are left out."
confidence = 50
sources = ["config.amazonaws.com"]
operations = ["PutConfigurationRecorder"]
resource = "coalesce(json_extract_string(request_parameters, '$.configurationRecorder.name'), '')"
reason = "'AWS Config records less than all resources in ' || aws_region"
condition = '''regexp_matches(request_parameters, '"allSupported"\s*:\s*false')'''

[[example]]
cloudtrail = [{event_source = "config.amazonaws.com", operation = "PutConfigurationRecorder", request_parameters = {configurationRecorder = {name = "default", recordingGroup = {allSupported = false, resourceTypes = ["AWS::S3::Bucket"]}}}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Everything is recorded.
[[example]]
cloudtrail = [{event_source = "config.amazonaws.com", operation = "PutConfigurationRecorder", request_parameters = {configurationRecorder = {name = "default", recordingGroup = {allSupported = true, includeGlobalResourceTypes = true}}}}]
expect = "quiet"
*/

/*
family = "call_is_made"
title = "AWS Config was stopped"
severity = "high"
why = "Config records what every resource looked like, and its rules judge each change. Stopped, neither is known."
fix = "aws configservice start-configuration-recorder. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001", "T1562.008"]
false_positives = "Accounts that are closed; a landing zone that takes over the recorder."
sources = ["config.amazonaws.com"]
operations = ["StopConfigurationRecorder", "DeleteConfigurationRecorder", "DeleteDeliveryChannel"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.configurationRecorderName'),
  json_extract_string(request_parameters, '$.deliveryChannelName'),
  ''
)
'''
reason = "operation || ': Config records no changes in ' || aws_region"

[[example]]
cloudtrail = [{event_source = "config.amazonaws.com", operation = "StopConfigurationRecorder", request_parameters = {configurationRecorderName = "default"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "config.amazonaws.com", operation = "DeleteDeliveryChannel", request_parameters = {deliveryChannelName = "default"}}]
expect = "hit"

# It is started.
[[example]]
cloudtrail = [{event_source = "config.amazonaws.com", operation = "StartConfigurationRecorder", request_parameters = {configurationRecorderName = "default"}}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "config.amazonaws.com", operation = "StopConfigurationRecorder", error_code = "AccessDenied"}]
expect = "quiet"
*/

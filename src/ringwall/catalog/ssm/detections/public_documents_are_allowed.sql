/*
family = "call_is_made"
title = "Block on public documents of Systems Manager was taken away"
severity = "medium"
why = "With the block nobody can make a document public by mistake or on purpose."
fix = "aws ssm update-service-setting --setting-id /ssm/documents/console/public-sharing-permission --setting-value Disable. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Providers who publish documents."
sources = ["ssm.amazonaws.com"]
operations = ["UpdateServiceSetting", "ResetServiceSetting"]
resource = "coalesce(json_extract_string(request_parameters, '$.settingId'), '')"
reason = "'documents may be made public again in ' || aws_region"
condition = '''
json_extract_string(request_parameters, '$.settingId') like '%/public-sharing-permission'
and coalesce(json_extract_string(request_parameters, '$.settingValue'), 'Enable') = 'Enable'
'''

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", operation = "UpdateServiceSetting", request_parameters = {settingId = "/ssm/documents/console/public-sharing-permission", settingValue = "Enable"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is blocked.
[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", operation = "UpdateServiceSetting", request_parameters = {settingId = "/ssm/documents/console/public-sharing-permission", settingValue = "Disable"}}]
expect = "quiet"

# Another setting.
[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", operation = "UpdateServiceSetting", request_parameters = {settingId = "/ssm/parameter-store/high-throughput-enabled", settingValue = "true"}}]
expect = "quiet"
*/

/*
family = "call_is_made"
title = "Region was enabled"
severity = "medium"
why = "In a Region that nobody uses nobody looks. Miners and those who hide enable one first."
fix = "aws account disable-region. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1535"]
false_positives = "A move to a new Region, which is announced."
confidence = 60
sources = ["account.amazonaws.com", "cloudtrail.amazonaws.com"]
operations = ["EnableRegion"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.RegionName'),
  json_extract_string(request_parameters, '$.regionName'),
  ''
)
'''
reason = '''
'Region '
  || coalesce(
    json_extract_string(request_parameters, '$.RegionName'),
    json_extract_string(request_parameters, '$.regionName'),
    ''
  )
  || ' was enabled'
'''

[[example]]
cloudtrail = [{event_source = "account.amazonaws.com", operation = "EnableRegion", request_parameters = {RegionName = "ap-east-1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is disabled.
[[example]]
cloudtrail = [{event_source = "account.amazonaws.com", operation = "DisableRegion", request_parameters = {RegionName = "ap-east-1"}}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "account.amazonaws.com", operation = "EnableRegion", request_parameters = {RegionName = "ap-east-1"}, error_code = "AccessDenied"}]
expect = "quiet"
*/

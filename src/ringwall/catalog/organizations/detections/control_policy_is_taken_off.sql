/*
family = "call_is_made"
title = "Control policy was detached, deleted or switched off"
severity = "high"
why = "SCPs and RCPs are what even administrators of members cannot get past. Detached, everything they forbade is allowed at once."
fix = "aws organizations attach-policy, or enable-policy-type. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001", "T1484"]
false_positives = "Reordering of units by the landing zone's pipeline; it attaches the new policy first."
sources = ["organizations.amazonaws.com"]
operations = ["DeletePolicy", "DetachPolicy", "DisablePolicyType"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.policyId'),
  json_extract_string(request_parameters, '$.policyType'),
  ''
)
'''
reason = '''
operation || ' of '
  || coalesce(
    json_extract_string(request_parameters, '$.policyId'),
    json_extract_string(request_parameters, '$.policyType'),
    ''
  )
  || coalesce(' on ' || json_extract_string(request_parameters, '$.targetId'), '')
'''
condition = '''
invoked_by = ''
and identity_type <> 'AWSService'
and coalesce(json_extract_string(request_parameters, '$.policyId'), '') <> 'p-FullAWSAccess'
and coalesce(
  json_extract_string(request_parameters, '$.policyType'),
  'SERVICE_CONTROL_POLICY'
) in ('SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY')
'''

[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "DetachPolicy", request_parameters = {policyId = "p-1", targetId = "ou-1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "DisablePolicyType", request_parameters = {rootId = "r-1", policyType = "SERVICE_CONTROL_POLICY"}}]
expect = "hit"

# Control Tower.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "DetachPolicy", request_parameters = {policyId = "p-1", targetId = "ou-1"}, invoked_by = "controltower.amazonaws.com"}]
expect = "quiet"

# The default that allows everything is replaced by a list.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "DetachPolicy", request_parameters = {policyId = "p-FullAWSAccess", targetId = "ou-1"}}]
expect = "quiet"

# Tags.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "DisablePolicyType", request_parameters = {rootId = "r-1", policyType = "TAG_POLICY"}}]
expect = "quiet"
*/

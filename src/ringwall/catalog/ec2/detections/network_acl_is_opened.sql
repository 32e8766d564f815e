/*
title = "Network ACL was opened to the internet"
severity = "low"
why = "A network ACL is the second barrier of a subnet, and often the one that separates it."
fix = "Take the entry back: aws ec2 delete-network-acl-entry."
attacks = ["T1562.007"]
false_positives = "New VPCs get such an entry from infrastructure as code."
confidence = 35

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateNetworkAclEntry", request_parameters = {networkAclId = "acl-1", cidrBlock = "0.0.0.0/0", egress = false, ruleAction = "allow"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateNetworkAclEntry", request_parameters = {networkAclId = "acl-1", cidrBlock = "10.0.0.0/8", egress = false, ruleAction = "allow"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateNetworkAclEntry", request_parameters = {networkAclId = "acl-1", cidrBlock = "0.0.0.0/0", egress = true, ruleAction = "allow"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "CreateNetworkAclEntry", request_parameters = {networkAclId = "acl-1", cidrBlock = "0.0.0.0/0", egress = false, ruleAction = "allow"}, error_code = "ValidationError"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.networkAclId'), '') as resource,
  concat_ws(
    ' ',
    'Network ACL',
    json_extract_string(request_parameters, '$.networkAclId'),
    'now allows traffic from the whole internet'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name in ('CreateNetworkAclEntry', 'ReplaceNetworkAclEntry')
  and error_code = ''
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.ruleAction') = 'allow'
  and json_extract_string(request_parameters, '$.egress') = 'false'
  and regexp_matches(request_parameters, '"(cidrBlock|ipv6CidrBlock)": ?"(0.0.0.0|::)/0"')

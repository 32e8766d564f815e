/*
family = "call_is_made"
title = "Web ACL was taken off a resource or deleted"
severity = "medium"
why = "Without its web ACL a load balancer or API answers everybody, attackers too."
fix = "aws wafv2 associate-web-acl. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.007", "T1562.001"]
false_positives = "Load balancers that are taken down by their stack, and changes from one web ACL to the next."
confidence = 60
sources = ["wafv2.amazonaws.com", "waf.amazonaws.com", "waf-regional.amazonaws.com"]
operations = ["DeleteWebACL", "DisassociateWebACL"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.resourceArn'),
  json_extract_string(request_parameters, '$.name'),
  json_extract_string(request_parameters, '$.webACLId'),
  ''
)
'''
reason = '''
operation || ' left '
  || coalesce(
    json_extract_string(request_parameters, '$.resourceArn'),
    json_extract_string(request_parameters, '$.name'),
    json_extract_string(request_parameters, '$.webACLId'),
    ''
  )
  || ' without its web ACL'
'''
condition = "invoked_by <> 'cloudformation.amazonaws.com'"

[[example]]
cloudtrail = [{event_source = "wafv2.amazonaws.com", operation = "DisassociateWebACL", request_parameters = {resourceArn = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/web/1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# The stack with the load balancer is deleted.
[[example]]
cloudtrail = [{event_source = "wafv2.amazonaws.com", operation = "DisassociateWebACL", request_parameters = {resourceArn = "arn:lb"}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"

# They are listed.
[[example]]
cloudtrail = [{event_source = "wafv2.amazonaws.com", operation = "ListWebACLs"}]
expect = "quiet"
*/

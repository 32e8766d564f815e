/*
family = "call_is_made"
title = "Logging of DNS queries was stopped"
severity = "high"
why = "Tunnels, command and control and mining show in names first. Without query logs they do not show at all."
fix = "aws route53resolver create-resolver-query-log-config, and associate the VPC. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.008"]
false_positives = "VPCs that are taken down by their stack."
sources = ["route53resolver.amazonaws.com"]
operations = ["DeleteResolverQueryLogConfig", "DisassociateResolverQueryLogConfig"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.resourceId'),
  json_extract_string(request_parameters, '$.resolverQueryLogConfigId'),
  ''
)
'''
reason = '''
operation || ' stopped the logging of DNS queries of '
    || coalesce(
      json_extract_string(request_parameters, '$.resourceId'),
      json_extract_string(request_parameters, '$.resolverQueryLogConfigId'),
      ''
    )
'''

[[example]]
cloudtrail = [{event_source = "route53resolver.amazonaws.com", operation = "DeleteResolverQueryLogConfig", request_parameters = {resolverQueryLogConfigId = "rqlc-1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A VPC is added.
[[example]]
cloudtrail = [{event_source = "route53resolver.amazonaws.com", operation = "AssociateResolverQueryLogConfig", request_parameters = {resolverQueryLogConfigId = "rqlc-1", resourceId = "vpc-1"}}]
expect = "quiet"
*/

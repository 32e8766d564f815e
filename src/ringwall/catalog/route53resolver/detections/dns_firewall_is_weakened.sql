/*
family = "call_is_made"
title = "DNS Firewall was taken away or opened"
severity = "medium"
why = "DNS Firewall blocks names of command and control and of tunnels. A rule that is gone, or a firewall that fails open, lets them through."
fix = "Associate the rule group again, and set FirewallFailOpen to DISABLED. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.007"]
false_positives = "Rules that blocked what people need; VPCs that are taken down."
confidence = 60
sources = ["route53resolver.amazonaws.com"]
operations = [
  "DeleteFirewallRule",
  "DeleteFirewallRuleGroup",
  "DisassociateFirewallRuleGroup",
  "UpdateFirewallConfig",
  "UpdateFirewallRule",
]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.resourceId'),
  json_extract_string(request_parameters, '$.firewallRuleGroupId'),
  json_extract_string(request_parameters, '$.firewallRuleGroupAssociationId'),
  ''
)
'''
reason = "operation || ' weakened the DNS Firewall in ' || aws_region"
condition = '''
(
  operation in ('DeleteFirewallRule', 'DeleteFirewallRuleGroup', 'DisassociateFirewallRuleGroup')
  or (
    operation = 'UpdateFirewallConfig'
    and json_extract_string(request_parameters, '$.firewallFailOpen') = 'ENABLED'
  )
  or (
    operation = 'UpdateFirewallRule'
    and json_extract_string(request_parameters, '$.action') in ('ALLOW', 'ALERT')
  )
)
'''

[[example]]
cloudtrail = [{event_source = "route53resolver.amazonaws.com", operation = "DisassociateFirewallRuleGroup", request_parameters = {firewallRuleGroupAssociationId = "rslvr-1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "route53resolver.amazonaws.com", operation = "UpdateFirewallRule", request_parameters = {firewallRuleGroupId = "g", action = "ALLOW"}}]
expect = "hit"

# It fails closed.
[[example]]
cloudtrail = [{event_source = "route53resolver.amazonaws.com", operation = "UpdateFirewallConfig", request_parameters = {resourceId = "vpc-1", firewallFailOpen = "DISABLED"}}]
expect = "quiet"

# A rule blocks.
[[example]]
cloudtrail = [{event_source = "route53resolver.amazonaws.com", operation = "UpdateFirewallRule", request_parameters = {firewallRuleGroupId = "g", action = "BLOCK"}}]
expect = "quiet"
*/

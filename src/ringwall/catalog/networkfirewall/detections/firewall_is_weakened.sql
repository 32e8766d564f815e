/*
family = "call_is_made"
title = "Network Firewall was deleted, detached or opened"
severity = "high"
why = "Network Firewall sees what leaves the VPCs. Deleted or detached, all of it leaves unseen."
fix = "Put the firewall, its policy and its logging back. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.007"]
false_positives = "Networks that are taken down by their stack."
confidence = 70
sources = ["network-firewall.amazonaws.com"]
operations = [
  "DeleteFirewall",
  "DeleteFirewallPolicy",
  "DeleteRuleGroup",
  "DisassociateSubnets",
  "UpdateFirewallDeleteProtection",
  "UpdateSubnetChangeProtection",
  "UpdateLoggingConfiguration",
]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.firewallArn'),
  json_extract_string(request_parameters, '$.firewallName'),
  json_extract_string(request_parameters, '$.firewallPolicyName'),
  json_extract_string(request_parameters, '$.ruleGroupName'),
  ''
)
'''
reason = '''
operation || ' weakened '
  || coalesce(
    json_extract_string(request_parameters, '$.firewallName'),
    json_extract_string(request_parameters, '$.firewallArn'),
    json_extract_string(request_parameters, '$.firewallPolicyName'),
    json_extract_string(request_parameters, '$.ruleGroupName'),
    ''
  )
'''
condition = '''
invoked_by <> 'cloudformation.amazonaws.com'
and (
  operation in ('DeleteFirewall', 'DeleteFirewallPolicy', 'DeleteRuleGroup', 'DisassociateSubnets')
  or json_extract_string(request_parameters, '$.deleteProtection') = 'false'
  or json_extract_string(request_parameters, '$.subnetChangeProtection') = 'false'
  or (
    operation = 'UpdateLoggingConfiguration'
    and not regexp_matches(request_parameters, 'logType')
  )
)
'''

[[example]]
cloudtrail = [{event_source = "network-firewall.amazonaws.com", operation = "DisassociateSubnets", request_parameters = {firewallName = "egress", subnetIds = ["subnet-1"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "network-firewall.amazonaws.com", operation = "UpdateFirewallDeleteProtection", request_parameters = {firewallName = "egress", deleteProtection = false}}]
expect = "hit"

# Protection is switched on.
[[example]]
cloudtrail = [{event_source = "network-firewall.amazonaws.com", operation = "UpdateFirewallDeleteProtection", request_parameters = {firewallName = "egress", deleteProtection = true}}]
expect = "quiet"

# Logs go to a bucket.
[[example]]
cloudtrail = [{event_source = "network-firewall.amazonaws.com", operation = "UpdateLoggingConfiguration", request_parameters = {firewallName = "egress", loggingConfiguration = {logDestinationConfigs = [{logType = "ALERT"}]}}}]
expect = "quiet"
*/

/*
title = "Security group was opened to the internet"
severity = "high"
why = "Remote access, databases and control ports that the whole internet reaches are found by scanners within minutes. Attackers open them to get back in."
fix = "aws ec2 revoke-security-group-ingress for the rule. Look in the flow logs who came in since; use Session Manager or a VPN in its place."
attacks = ["T1562.007", "T1133"]
false_positives = "Web servers on other ports are not reported. A bastion host that is meant to be reached, tests in sandboxes."
confidence = 70

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "AuthorizeSecurityGroupIngress", request_parameters = {groupId = "sg-1", ipPermissions = {items = [{ipProtocol = "tcp", fromPort = 443, toPort = 443, groups = {}, ipRanges = {items = [{cidrIp = "0.0.0.0/0"}]}}, {ipProtocol = "tcp", fromPort = 22, toPort = 22, groups = {}, ipRanges = {}, ipv6Ranges = {items = [{cidrIpv6 = "::/0"}]}}]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "AuthorizeSecurityGroupIngress", request_parameters = {groupId = "sg-1", cidrIp = "0.0.0.0/0", fromPort = 3389, toPort = 3389, ipProtocol = "tcp", ipPermissions = {}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "ModifySecurityGroupRules", request_parameters = {ModifySecurityGroupRulesRequest = {GroupId = "sg-1", SecurityGroupRule = {SecurityGroupRule = {IpProtocol = "-1", CidrIpv4 = "0.0.0.0/0"}, SecurityGroupRuleId = "sgr-1", tag = 1}}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "AuthorizeSecurityGroupIngress", request_parameters = {groupId = "sg-1", ipPermissions = {items = [{ipProtocol = "tcp", fromPort = 443, toPort = 443, ipRanges = {items = [{cidrIp = "0.0.0.0/0"}]}}]}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "AuthorizeSecurityGroupIngress", request_parameters = {groupId = "sg-1", ipPermissions = {items = [{ipProtocol = "tcp", fromPort = 22, toPort = 22, ipRanges = {items = [{cidrIp = "10.0.0.0/8"}]}}]}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "AuthorizeSecurityGroupIngress", request_parameters = {groupId = "sg-1", cidrIp = "0.0.0.0/0", fromPort = 22, toPort = 22, ipProtocol = "tcp"}, error_code = "Client.InvalidPermission.Duplicate"}]
expect = "quiet"
*/
with opened as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    source_ip,
    coalesce(
      json_extract_string(request_parameters, '$.groupId'),
      json_extract_string(request_parameters, '$.ModifySecurityGroupRulesRequest.GroupId'),
      json_extract_string(request_parameters, '$.groupName'),
      ''
    ) as target,
    -- Each permission is an object with objects in it; a call for one port is flat.
    unnest(
      regexp_extract_all(
        case
          when json_extract_string(request_parameters, '$.ipPermissions.items') is not null
            then json_extract_string(request_parameters, '$.ipPermissions.items')
          when event_name = 'ModifySecurityGroupRules'
            then regexp_extract(request_parameters, '"SecurityGroupRule": ?(.*)', 1)
          else request_parameters
        end,
        '[{](?:[^{}]|[{](?:[^{}]|[{][^{}]*[}])*[}])*[}]'
      )
    ) as permission
  from logs.cloudtrail
  where event_source = 'ec2.amazonaws.com'
    and event_name in ('AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules')
    and error_code = ''
    and invoked_by = ''
),
port as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    source_ip,
    target,
    regexp_extract(permission, '"(?:ipProtocol|IpProtocol)": ?"?([a-z0-9-]+)', 1) as protocol,
    coalesce(
      try_cast(regexp_extract(permission, '"(?:fromPort|FromPort)": ?"?(-?[0-9]+)', 1) as bigint),
      0
    ) as first_port,
    coalesce(
      try_cast(regexp_extract(permission, '"(?:toPort|ToPort)": ?"?(-?[0-9]+)', 1) as bigint),
      65535
    ) as last_port
  from opened
  where regexp_matches(permission, '"(?:cidrIp|cidrIpv6|CidrIpv4|CidrIpv6)": ?"[^"]*/0"')
)
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(
    ' ',
    'Security group',
    target,
    'was opened to the internet:',
    min(
      case
        when protocol = '-1' then 'all ports'
        when first_port = last_port then 'port ' || first_port
        else 'ports ' || first_port || ' to ' || last_port
      end
    )
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from port
where protocol = '-1'
  or last_port - first_port >= 1000
  or exists (
    select 1
    from (
      select unnest([
        22, 23, 135, 139, 445, 1433, 1521, 2049, 2375, 2376, 2379, 3306, 3389, 5432, 5601, 5900,
        5985, 5986, 6379, 6443, 8020, 9042, 9092, 9200, 10250, 11211, 27017, 50070
      ]) as number
    ) sensitive
    where sensitive.number between first_port and last_port
      and protocol in ('tcp', '6', 'udp', '17')
  )
group by
  event_time,
  event_id,
  account_id,
  aws_region,
  principal_arn,
  session_arn,
  access_key_id,
  source_ip,
  target

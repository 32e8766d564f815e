/*
title = "Security group should open no ports but those of the web to the internet"
layer = "infrastructure"
severity = "high"
why = "Every port that anyone can reach is one more program that has to withstand the whole internet. A public application needs 80 and 443; all else has other ways in."
fix = "Revoke the rule: aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID. Suppress the finding where another port is meant to be public."
url = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [
  {arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 443, to_port = 443, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"},
  {arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 80, to_port = 80, prefix_list_id = "", is_world = true, peer = "::/0"},
  {arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 22, to_port = 22, prefix_list_id = "", is_world = false, peer = "10.0.0.0/8"},
]
expect = "pass"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 8443, to_port = 8443, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "fail"

# A range from 80 to 443 opens all between them.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 80, to_port = 443, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "fail"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "udp", from_port = 443, to_port = 443, prefix_list_id = "", is_world = true, peer = "::/0"}]
expect = "fail"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "-1", from_port = 0, to_port = 65535, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "fail"

# Ping has no port.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "icmp", from_port = 8, to_port = -1, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"

# Egress.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "egress", ip_protocol = "-1", from_port = 0, to_port = 65535, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"

# A prefix list that contains 0.0.0.0/0, and one that does not.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 22, to_port = 22, prefix_list_id = "pl-1", is_world = false, peer = "pl-1"}]
ec2_prefix_list = [{arn = "p", prefix_list_id = "pl-1", is_world = true}]
expect = "fail"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 22, to_port = 22, prefix_list_id = "pl-1", is_world = false, peer = "pl-1"}]
ec2_prefix_list = [{arn = "p", prefix_list_id = "pl-1", is_world = false}]
expect = "pass"

[[example]]
ec2_security_group = [{arn = "g"}]
expect = "pass"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 22, to_port = 22, prefix_list_id = "pl-1", is_world = false, peer = "pl-1"}]
expect = "unknown"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 22, to_port = 22, prefix_list_id = "", peer = "0.0.0.0/0"}]
expect = "unknown"
*/
with rule as (
  select
    r.arn,
    r.ip_protocol || ' ' || r.from_port || '-' || r.to_port || ' from ' || r.peer as rule_text,
    r.direction = 'ingress'
      and (r.is_world or case when r.prefix_list_id = '' then false else l.is_world end)
      and case
        when r.ip_protocol = 'tcp' then
          not (r.from_port = r.to_port and r.from_port in (80, 443))
        else r.ip_protocol in ('udp', '-1')
      end as is_open
  from estate.security_group_rule r
  left join estate.ec2_prefix_list l
    on l.account_id = r.account_id
    and l.region = r.region
    and l.prefix_list_id = r.prefix_list_id
),
judged as (
  select
    arn,
    bool_or(is_open) as is_open,
    count(*) > count(is_open) as is_doubtful,
    coalesce(min(case when is_open then rule_text end), 'a rule') as rule_text
  from rule
  group by arn
)
select
  g.arn as resource,
  case
    when j.arn is null then true
    when j.is_open then false
    when j.is_doubtful then null
    else true
  end as ok,
  case
    when j.is_open then 'ingress ' || j.rule_text || ' opens more than 80 and 443'
    when j.is_doubtful then 'a rule could not be read in full, or its prefix list is not known'
    else 'no ingress rule opens more than 80 and 443 to the internet'
  end as reason
from estate.ec2_security_group g
left join judged j on j.arn = g.arn

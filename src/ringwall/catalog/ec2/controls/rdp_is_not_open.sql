/*
title = "A security group does not open RDP to the internet"
layer = "infrastructure"
severity = "critical"
why = "Remote Desktop that anyone can reach is the first door that ransomware crews try: by guessed passwords, and by bugs that need none."
fix = "Revoke the rule: aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID. Reach machines by Fleet Manager or Session Manager instead."
url = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 3389, to_port = 3389, prefix_list_id = "", is_world = false, peer = "10.0.0.0/8"}]
expect = "pass"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 3389, to_port = 3389, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "fail"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 3389, to_port = 3389, prefix_list_id = "", peer = "0.0.0.0/0"}]
expect = "unknown"

# The port lies within a range, from all of IPv6.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [
  {arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 443, to_port = 443, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"},
  {arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 3387, to_port = 3392, prefix_list_id = "", is_world = true, peer = "::/0"},
]
expect = "fail"

# All protocols: EC2 names no port.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "-1", from_port = 0, to_port = 65535, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "fail"

# Out, not in.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "egress", ip_protocol = "tcp", from_port = 3389, to_port = 3389, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"

# ICMP types are no ports.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "icmp", from_port = 0, to_port = 65535, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 443, to_port = 443, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"

# No rule at all.
[[example]]
ec2_security_group = [{arn = "g"}]
expect = "pass"

# A prefix list that holds 0.0.0.0/0.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 3389, to_port = 3389, prefix_list_id = "pl-1", is_world = false, peer = "pl-1"}]
ec2_prefix_list = [{arn = "p", prefix_list_id = "pl-1", is_world = true}]
expect = "fail"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 3389, to_port = 3389, prefix_list_id = "pl-1", is_world = false, peer = "pl-1"}]
ec2_prefix_list = [{arn = "p", prefix_list_id = "pl-1", is_world = false}]
expect = "pass"

# A prefix list that nobody read.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 3389, to_port = 3389, prefix_list_id = "pl-1", is_world = false, peer = "pl-1"}]
expect = "unknown"

# RDP runs over UDP as well.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "udp", from_port = 3389, to_port = 3389, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "fail"
*/
with rule as (
  select
    r.arn,
    r.ip_protocol || ' ' || r.from_port || '-' || r.to_port || ' from ' || r.peer as rule_text,
    r.direction = 'ingress'
      and (r.is_world or case when r.prefix_list_id = '' then false else l.is_world end)
      and r.ip_protocol in ('tcp', 'udp', '-1')
      and r.from_port <= 3389
      and r.to_port >= 3389 as is_open
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
    when j.is_open then 'ingress ' || j.rule_text || ' opens port 3389'
    when j.is_doubtful then 'a rule could not be read whole, or names a prefix list that is not known'
    else 'no ingress rule opens port 3389 to the internet'
  end as reason
from estate.ec2_security_group g
left join judged j on j.arn = g.arn

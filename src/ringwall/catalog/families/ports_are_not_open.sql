/*
doc = "Does a security group allow the internet to reach a port?"
layer = "infrastructure"

[parameters.ports]
kind = "value"
doc = "The ports."
sample = [9]

[parameters.protocols]
kind = "value"
doc = "The protocols by which they are reached; -1 is all of them."
default = ["tcp", "-1"]

[parameters.what]
kind = "value"
doc = "What the ports are called in the reason: port 22."
sample = "port 9"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = "$ports[0]", to_port = "$ports[0]", prefix_list_id = "", is_world = false, peer = "10.0.0.0/8"}]
expect = "pass"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = "$ports[0]", to_port = "$ports[0]", prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "fail"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = "$ports[0]", to_port = "$ports[0]", prefix_list_id = "", peer = "0.0.0.0/0"}]
expect = "unknown"

# The port lies within a range, from all of IPv6; the other rule is for another port.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [
  {arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 1, to_port = 1, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"},
  {arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 2, to_port = 65534, prefix_list_id = "", is_world = true, peer = "::/0"},
]
expect = "fail"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 1, to_port = 1, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"

# All protocols: EC2 names no port.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "-1", from_port = 0, to_port = 65535, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "fail"

# Egress.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "egress", ip_protocol = "tcp", from_port = "$ports[0]", to_port = "$ports[0]", prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"

# ICMP types are not ports.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "icmp", from_port = 0, to_port = 65535, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"

# The group has no rules.
[[example]]
ec2_security_group = [{arn = "g"}]
expect = "pass"

# A prefix list that contains 0.0.0.0/0.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = "$ports[0]", to_port = "$ports[0]", prefix_list_id = "pl-1", is_world = false, peer = "pl-1"}]
ec2_prefix_list = [{arn = "p", prefix_list_id = "pl-1", is_world = true}]
expect = "fail"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = "$ports[0]", to_port = "$ports[0]", prefix_list_id = "pl-1", is_world = false, peer = "pl-1"}]
ec2_prefix_list = [{arn = "p", prefix_list_id = "pl-1", is_world = false}]
expect = "pass"

# A prefix list that was not collected.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = "$ports[0]", to_port = "$ports[0]", prefix_list_id = "pl-1", is_world = false, peer = "pl-1"}]
expect = "unknown"

# The port range of the rule is not known in full.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", to_port = 65535, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "unknown"
*/
with rule as (
  select
    r.arn,
    r.ip_protocol || ' ' || r.from_port || '-' || r.to_port || ' from ' || r.peer as rule_text,
    r.direction = 'ingress'
      and (r.is_world or case when r.prefix_list_id = '' then false else l.is_world end)
      and r.ip_protocol in ($protocols)
      -- A port is open, or may be where the rule's own ports are not known.
      and case
        when len(list_filter([$ports], lambda p: r.from_port <= p and r.to_port >= p)) > 0 then true
        when len(
          list_filter([$ports], lambda p: (r.from_port <= p and r.to_port >= p) is not false)
        ) = 0 then false
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
    when j.is_open then 'ingress ' || j.rule_text || ' opens ' || $what
    when j.is_doubtful then 'a rule could not be read in full, or its prefix list is not known'
    else 'no ingress rule opens ' || $what || ' to the internet'
  end as reason
from estate.ec2_security_group g
left join judged j on j.arn = g.arn

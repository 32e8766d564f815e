/*
title = "Redshift cluster should not have its port open to the internet"
layer = "infrastructure"
severity = "high"
why = "When the port is open to everyone, only passwords protect the warehouse, and it takes one other setting, a public address, to show it to the internet."
fix = "aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port PORT --cidr 0.0.0.0/0, then allow the networks that need it: aws ec2 authorize-security-group-ingress --group-id GROUP --protocol tcp --port PORT --cidr NETWORK"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-vpc-security-groups.html"

[[example]]
redshift_cluster = [{arn = "c", port = 5439, vpc_security_groups = ["sg-1"]}]
ec2_security_group = [{arn = "g", group_id = "sg-1"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", prefix_list_id = "", is_world = false, peer = "10.0.0.0/8", from_port = 5439, to_port = 5439}]
expect = "pass"

[[example]]
redshift_cluster = [{arn = "c", port = 5439, vpc_security_groups = ["sg-1"]}]
ec2_security_group = [{arn = "g", group_id = "sg-1"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", prefix_list_id = "", is_world = true, peer = "0.0.0.0/0", from_port = 5439, to_port = 5439}]
expect = "fail"

# All protocols, from all of IPv6.
[[example]]
redshift_cluster = [{arn = "c", port = 5439, vpc_security_groups = ["sg-1"]}]
ec2_security_group = [{arn = "g", group_id = "sg-1"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "-1", prefix_list_id = "", is_world = true, peer = "::/0", from_port = 0, to_port = 65535}]
expect = "fail"

# Another port is open.
[[example]]
redshift_cluster = [{arn = "c", port = 5439, vpc_security_groups = ["sg-1"]}]
ec2_security_group = [{arn = "g", group_id = "sg-1"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", prefix_list_id = "", is_world = true, peer = "0.0.0.0/0", from_port = 443, to_port = 443}]
expect = "pass"

# The cluster has a port of its own.
[[example]]
redshift_cluster = [{arn = "c", port = 8191, vpc_security_groups = ["sg-1"]}]
ec2_security_group = [{arn = "g", group_id = "sg-1"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", prefix_list_id = "", is_world = true, peer = "0.0.0.0/0", from_port = 5439, to_port = 5439}]
expect = "pass"

# Egress.
[[example]]
redshift_cluster = [{arn = "c", port = 5439, vpc_security_groups = ["sg-1"]}]
ec2_security_group = [{arn = "g", group_id = "sg-1"}]
security_group_rule = [{arn = "g", direction = "egress", ip_protocol = "tcp", prefix_list_id = "", is_world = true, peer = "0.0.0.0/0", from_port = 5439, to_port = 5439}]
expect = "pass"

# The group has no rules.
[[example]]
redshift_cluster = [{arn = "c", port = 5439, vpc_security_groups = ["sg-1"]}]
ec2_security_group = [{arn = "g", group_id = "sg-1"}]
expect = "pass"

# A group that the cluster does not have is open.
[[example]]
redshift_cluster = [{arn = "c", port = 5439, vpc_security_groups = ["sg-2"]}]
ec2_security_group = [
  {arn = "g", group_id = "sg-1"},
  {arn = "h", group_id = "sg-2"},
]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", prefix_list_id = "", from_port = 5439, to_port = 5439, is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"

# A prefix list that contains 0.0.0.0/0.
[[example]]
redshift_cluster = [{arn = "c", port = 5439, vpc_security_groups = ["sg-1"]}]
ec2_security_group = [{arn = "g", group_id = "sg-1"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", prefix_list_id = "pl-1", is_world = false, peer = "pl-1", from_port = 5439, to_port = 5439}]
ec2_prefix_list = [{arn = "p", prefix_list_id = "pl-1", is_world = true}]
expect = "fail"

# A prefix list that was not collected.
[[example]]
redshift_cluster = [{arn = "c", port = 5439, vpc_security_groups = ["sg-1"]}]
ec2_security_group = [{arn = "g", group_id = "sg-1"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", prefix_list_id = "pl-1", is_world = false, peer = "pl-1", from_port = 5439, to_port = 5439}]
expect = "unknown"

# The group was not collected.
[[example]]
redshift_cluster = [{arn = "c", port = 5439, vpc_security_groups = ["sg-1"]}]
ec2_security_group = [{arn = "g", group_id = "sg-2"}]
expect = "unknown"

# The cluster has no address yet.
[[example]]
redshift_cluster = [{arn = "c", port = 0, vpc_security_groups = ["sg-1"]}]
ec2_security_group = [{arn = "g", group_id = "sg-1"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", prefix_list_id = "", is_world = true, peer = "0.0.0.0/0", from_port = 5439, to_port = 5439}]
expect = "unknown"

[[example]]
redshift_cluster = [{arn = "c", port = 5439}]
expect = "unknown"
*/
with membership as (
  select
    c.arn,
    c.account_id,
    c.region,
    nullif(c.port, 0) as port,
    unnest(c.vpc_security_groups) as group_id
  from estate.redshift_cluster c
),
rule as (
  select
    m.arn,
    m.group_id,
    case
      when g.arn is null or m.port is null then null
      when r.arn is null then false
      else r.direction = 'ingress'
        and (r.is_world or case when r.prefix_list_id = '' then false else l.is_world end)
        and r.ip_protocol in ('tcp', '-1')
        and r.from_port <= m.port
        and r.to_port >= m.port
    end as is_open
  from membership m
  left join estate.ec2_security_group g
    on g.account_id = m.account_id
    and g.region = m.region
    and g.group_id = m.group_id
  left join estate.security_group_rule r on r.arn = g.arn
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
    coalesce(min(case when is_open then group_id end), 'a group') as group_id
  from rule
  group by arn
)
select
  c.arn as resource,
  case
    when j.is_open then false
    when not j.is_doubtful then true
  end as ok,
  case
    when j.is_open then j.group_id || ' opens port ' || c.port || ' to the internet'
    when j.is_doubtful then 'a security group or one of its rules is not known'
    else 'no security group opens port ' || c.port || ' to the internet'
  end as reason
from estate.redshift_cluster c
left join judged j on j.arn = c.arn

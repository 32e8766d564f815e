/*
title = "Network ACL should not open SSH or RDP to the internet"
layer = "infrastructure"
severity = "medium"
why = "A network ACL protects a subnet when a security group is wrong. One that lets the internet reach ports 22 and 3389 gives no such protection."
fix = "Add a deny entry before the entry that allows: aws ec2 create-network-acl-entry --network-acl-id ACL_ID --ingress --rule-number 90 --protocol tcp --port-range From=22,To=22 --cidr-block 0.0.0.0/0 --rule-action deny, the same for 3389 and for --ipv6-cidr-block ::/0; or narrow the entry: aws ec2 replace-network-acl-entry"
url = "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html"

[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 443, to_port = 443, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "pass"

# The entry that AWS creates every default ACL with.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "fail"

# The same, but no subnet uses the ACL.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = []}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "pass"

# Denied first, allowed later: the first entry that matches decides.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 90, rule_action = "deny", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 91, rule_action = "deny", protocol = "tcp", from_port = 3389, to_port = 3389, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "pass"

# Denied too late.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 110, rule_action = "deny", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 120, rule_action = "deny", protocol = "tcp", from_port = 3389, to_port = 3389, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "fail"

# SSH is denied, RDP is not.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 90, rule_action = "deny", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "fail"

# One network is denied, the rest of the internet is not.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 80, rule_action = "deny", protocol = "tcp", from_port = 0, to_port = 65535, is_egress = false, is_world = false, first_address = "cb007100", last_address = "cb0071ff", cidr_block = "203.0.113.0/24"},
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "fail"

# Both halves of the internet are denied.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 80, rule_action = "deny", protocol = "tcp", from_port = 1, to_port = 4000, is_egress = false, is_world = true, first_address = "00000000", last_address = "7fffffff", cidr_block = "0.0.0.0/1"},
  {arn = "n", rule_number = 81, rule_action = "deny", protocol = "tcp", from_port = 1, to_port = 4000, is_egress = false, is_world = true, first_address = "80000000", last_address = "ffffffff", cidr_block = "128.0.0.0/1"},
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "pass"

# Half of the internet is allowed.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, is_world = true, first_address = "80000000", last_address = "ffffffff", cidr_block = "128.0.0.0/1"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "fail"

# IPv6 has entries of its own.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 101, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, is_world = true, first_address = "00000000000000000000000000000000", last_address = "ffffffffffffffffffffffffffffffff", ipv6_cidr_block = "::/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "fail"

# Egress.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "-1", from_port = 0, to_port = 65535, is_egress = true, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "pass"

[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, is_world = false, first_address = "0a000000", last_address = "0affffff", cidr_block = "10.0.0.0/8"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "pass"

[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "unknown"

# What comes first is not known.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 90, protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, is_world = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "unknown"
*/
-- The first entry that matches decides. Samples stand for the internet: one address in each quarter
-- of IPv4, and two of IPv6. Entries for narrower blocks do not match them.
with sample as (
  select *
  from (values
    ('2b9d64c1'), ('5e4f1a37'), ('9a3c7be5'), ('c6d5288f'),
    ('20018f3c5d1e74a0b6c2d19e3f508a7b'), ('2a03e1b47c9042d5a1f37e6b90c4d812')
  ) as s (address)
),
port as (
  select *
  from (values (22), (3389)) as p (number)
),
entry as (
  select
    e.arn,
    s.address,
    p.number as port,
    coalesce(e.rule_number, 0) as rule_number,
    case when e.rule_number is not null then e.rule_action end as rule_action,
    not e.is_egress
      and e.is_world
      and e.protocol in ('tcp', '-1')
      and e.from_port <= p.number
      and e.to_port >= p.number
      and length(e.first_address) = length(s.address)
      and e.first_address <= s.address
      and e.last_address >= s.address as matches
  from estate.ec2_network_acl_entry e
  cross join sample s
  cross join port p
),
first_entry as (
  select
    arn,
    port,
    address,
    min(case when matches and rule_action = 'allow' then rule_number end) as allowed_by,
    min(case when matches and rule_action = 'deny' then rule_number end) as denied_by,
    min(case when matches is null or (matches and rule_action is null) then rule_number end) as doubt
  from entry
  group by arn, port, address
),
answer as (
  select
    arn,
    port,
    allowed_by,
    case
      when doubt <= least(coalesce(allowed_by, 40000), coalesce(denied_by, 40000)) then null
      else coalesce(allowed_by < coalesce(denied_by, 40000), false)
    end as is_open
  from first_entry
),
judged as (
  select
    arn,
    bool_or(is_open) as is_open,
    count(*) > count(is_open) as is_doubtful,
    min(case when is_open then 'entry ' || allowed_by || ' opens port ' || port end) as said
  from answer
  group by arn
)
select
  n.arn as resource,
  len(n.subnet_ids) = 0 or case
    when j.is_open then false
    when j.is_doubtful then null
    else true
  end as ok,
  case
    when len(n.subnet_ids) = 0 then 'no subnet uses it'
    when j.is_open then j.said || ' to the internet'
    when j.is_doubtful then 'an entry could not be read in full'
    else 'no entry opens port 22 or 3389 to the internet'
  end as reason
from estate.ec2_network_acl n
left join judged j on j.arn = n.arn

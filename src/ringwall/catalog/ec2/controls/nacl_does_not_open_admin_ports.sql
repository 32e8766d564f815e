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
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 443, to_port = 443, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "pass"

# The entry that AWS creates every default ACL with.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "fail"

# The same, but no subnet uses the ACL.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = []}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "pass"

# Denied first, allowed later: the first entry that matches decides.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 90, rule_action = "deny", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 91, rule_action = "deny", protocol = "tcp", from_port = 3389, to_port = 3389, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "pass"

# Denied too late.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 110, rule_action = "deny", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 120, rule_action = "deny", protocol = "tcp", from_port = 3389, to_port = 3389, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "fail"

# SSH is denied, RDP is not.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 90, rule_action = "deny", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "fail"

# One network is denied, the rest of the internet is not.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 80, rule_action = "deny", protocol = "tcp", from_port = 0, to_port = 65535, is_egress = false, first_address = "cb007100", last_address = "cb0071ff", cidr_block = "203.0.113.0/24"},
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "fail"

# Both halves of the internet are denied.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 80, rule_action = "deny", protocol = "tcp", from_port = 1, to_port = 4000, is_egress = false, first_address = "00000000", last_address = "7fffffff", cidr_block = "0.0.0.0/1"},
  {arn = "n", rule_number = 81, rule_action = "deny", protocol = "tcp", from_port = 1, to_port = 4000, is_egress = false, first_address = "80000000", last_address = "ffffffff", cidr_block = "128.0.0.0/1"},
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "pass"

# Half of the internet is allowed.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "80000000", last_address = "ffffffff", cidr_block = "128.0.0.0/1"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "fail"

# IPv6 has entries of its own.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 101, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "00000000000000000000000000000000", last_address = "ffffffffffffffffffffffffffffffff", ipv6_cidr_block = "::/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "fail"

# Egress.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "-1", from_port = 0, to_port = 65535, is_egress = true, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "pass"

[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "0a000000", last_address = "0affffff", cidr_block = "10.0.0.0/8"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "pass"

[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "unknown"

# What comes first is not known.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 90, protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
  {arn = "n", rule_number = 32767, rule_action = "deny", protocol = "-1", from_port = 0, to_port = 65535, is_egress = false, first_address = "00000000", last_address = "ffffffff", cidr_block = "0.0.0.0/0"},
]
expect = "unknown"

# One block that is wider than any network: 96.0.0.0/3.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "60000000", last_address = "7fffffff"},
]
expect = "fail"

# Six blocks of /12 are no internet, as one network may have a /8.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "20000000", last_address = "200fffff"},
  {arn = "n", rule_number = 101, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "21000000", last_address = "210fffff"},
  {arn = "n", rule_number = 102, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "22000000", last_address = "220fffff"},
  {arn = "n", rule_number = 103, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "23000000", last_address = "230fffff"},
  {arn = "n", rule_number = 104, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "24000000", last_address = "240fffff"},
  {arn = "n", rule_number = 105, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "25000000", last_address = "250fffff"},
]
expect = "pass"

# Blocks count together: two networks of /8.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 3389, to_port = 3389, is_egress = false, first_address = "09000000", last_address = "09ffffff"},
  {arn = "n", rule_number = 101, rule_action = "allow", protocol = "tcp", from_port = 3389, to_port = 3389, is_egress = false, first_address = "11000000", last_address = "11ffffff"},
]
expect = "fail"

# The same, but for two ports.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "09000000", last_address = "09ffffff"},
  {arn = "n", rule_number = 101, rule_action = "allow", protocol = "tcp", from_port = 3389, to_port = 3389, is_egress = false, first_address = "11000000", last_address = "11ffffff"},
]
expect = "pass"

# The same block twice, and a part of it, are one.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "09000000", last_address = "09ffffff"},
  {arn = "n", rule_number = 101, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "09000000", last_address = "09ffffff"},
  {arn = "n", rule_number = 102, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "09010000", last_address = "0901ffff"},
]
expect = "pass"

# Private and local addresses are not the internet.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "0a000000", last_address = "0affffff"},
  {arn = "n", rule_number = 101, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "ac100000", last_address = "ac1fffff"},
  {arn = "n", rule_number = 102, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "64400000", last_address = "647fffff"},
  {arn = "n", rule_number = 103, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "e0000000", last_address = "ffffffff"},
  {arn = "n", rule_number = 104, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "fc000000000000000000000000000000", last_address = "fdffffffffffffffffffffffffffffff"},
]
expect = "pass"

# An IPv6 block that is wider than any network: 2600::/8.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "26000000000000000000000000000000", last_address = "26ffffffffffffffffffffffffffffff"},
]
expect = "fail"

# A /12 of IPv6, and one of a site.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "26000000000000000000000000000000", last_address = "260fffffffffffffffffffffffffffff"},
]
expect = "pass"

# What is denied before it leaves one network.
[[example]]
ec2_network_acl = [{arn = "n", subnet_ids = ["s"]}]
ec2_network_acl_entry = [
  {arn = "n", rule_number = 90, rule_action = "deny", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "10000000", last_address = "ffffffff"},
  {arn = "n", rule_number = 91, rule_action = "deny", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "00000000", last_address = "08ffffff"},
  {arn = "n", rule_number = 92, rule_action = "deny", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "0a000000", last_address = "0fffffff"},
  {arn = "n", rule_number = 100, rule_action = "allow", protocol = "tcp", from_port = 22, to_port = 22, is_egress = false, first_address = "00000000", last_address = "ffffffff"},
]
expect = "pass"
*/
-- The first entry that matches decides. Where entries begin and end cuts the addresses into pieces,
-- for each of which one entry decides; the lengths of those that are allowed are added up. What is
-- no public address is denied before all entries. IPv6 is measured in blocks of /64.
with port as (
  select *
  from (values (22), (3389)) as p (number)
),
-- The internet: more public addresses than the widest block of one network has, /8 or /12.
network as (
  select *
  from (values (4, 16777216::double), (6, 4503599627370496::double)) as n (family, widest)
),
elsewhere as (
  select *
  from (values
    (4, '00000000', '00ffffff'), (4, '0a000000', '0affffff'), (4, '64400000', '647fffff'),
    (4, '7f000000', '7fffffff'), (4, 'a9fe0000', 'a9feffff'), (4, 'ac100000', 'ac1fffff'),
    (4, 'c0a80000', 'c0a8ffff'), (4, 'e0000000', 'ffffffff'),
    (6, '0000000000000000', '1fffffffffffffff'), (6, '4000000000000000', 'ffffffffffffffff')
  ) as e (family, first_address, last_address)
),
entry as (
  select
    e.arn,
    -- Where one end is not known, the entry may be about any address of any family.
    case
      when regexp_full_match(e.first_address || e.last_address, '[0-9a-f]{16}') then 4
      when regexp_full_match(e.first_address || e.last_address, '[0-9a-f]{64}') then 6
    end as family,
    try_cast('0x' || left(e.first_address, 16) as ubigint)::hugeint as first_address,
    try_cast('0x' || left(e.last_address, 16) as ubigint)::hugeint + 1 as next_address,
    p.number as port,
    coalesce(e.rule_number, 0) as rule_number,
    case when e.rule_number is not null then e.rule_action end as rule_action,
    not e.is_egress
      and e.protocol in ('tcp', '-1')
      and e.from_port <= p.number
      and e.to_port >= p.number as is_about
  from estate.ec2_network_acl_entry e
  cross join port p
),
other as (
  select
    family,
    ('0x' || first_address)::ubigint::hugeint as first_address,
    ('0x' || last_address)::ubigint::hugeint + 1 as next_address
  from elsewhere
),
cut as (
  select arn, family, first_address as address from entry where family is not null
  union
  select arn, family, next_address from entry where family is not null
  union
  select a.arn, o.family, unnest([o.first_address, o.next_address])
  from (select distinct arn from entry) a
  cross join other o
  union
  select a.arn, n.family, 0
  from (select distinct arn from entry) a
  cross join network n
),
piece as (
  select
    arn,
    family,
    address,
    lead(address) over (partition by arn, family order by address) - address as size
  from cut
),
public_piece as (
  select p.arn, p.family, p.address, p.size
  from piece p
  left join other o
    on o.family = p.family
    and o.first_address <= p.address
    and o.next_address > p.address
  where o.family is null and p.size is not null
),
first_entry as (
  select
    p.arn,
    p.family,
    p.address,
    p.size,
    e.port,
    min(case when e.is_about and e.rule_action = 'allow' then e.rule_number end) as allowed_by,
    min(case when e.is_about and e.rule_action = 'deny' then e.rule_number end) as denied_by,
    min(
      case
        when e.is_about is null
          or (e.is_about and (e.rule_action is null or e.family is null)) then e.rule_number
      end
    ) as doubt
  from public_piece p
  inner join entry e
    on e.arn = p.arn
    and (
      e.family is null
      or (e.family = p.family and e.first_address <= p.address and e.next_address > p.address)
    )
  group by p.arn, p.family, p.address, p.size, e.port
),
answer as (
  select
    arn,
    family,
    port,
    size,
    allowed_by,
    case
      when doubt <= least(coalesce(allowed_by, 40000), coalesce(denied_by, 40000)) then null
      else coalesce(allowed_by < coalesce(denied_by, 40000), false)
    end as is_open
  from first_entry
),
reach as (
  select
    a.arn,
    a.port,
    coalesce(sum(case when a.is_open then a.size end)::double > min(n.widest), false) as is_open,
    coalesce(
      sum(case when a.is_open is not false then a.size end)::double > min(n.widest), false
    ) as may_be_open,
    min(case when a.is_open then a.allowed_by end) as allowed_by
  from answer a
  inner join network n on n.family = a.family
  group by a.arn, a.port, a.family
),
judged as (
  select
    arn,
    bool_or(is_open) as is_open,
    bool_or(may_be_open) as is_doubtful,
    min(case when is_open then 'entry ' || allowed_by || ' opens port ' || port end) as said
  from reach
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

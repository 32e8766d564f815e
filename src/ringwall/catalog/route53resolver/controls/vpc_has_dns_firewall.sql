/*
title = "DNS queries of the VPC should pass DNS Firewall"
layer = "infrastructure"
severity = "low"
why = "Security groups and network ACLs do not filter queries to AWS's own resolver: malware finds its servers by them, and data leaves in them."
fix = "aws route53resolver associate-firewall-rule-group --firewall-rule-group-id ID --vpc-id VPC_ID --priority 101 --name NAME, with a rule group that has rules for the managed domain lists of AWS; or infrastructure.dns_firewall in a blueprint"
url = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
route53resolver_firewall_rule_group_association = [{arn = "a", vpc_id = "vpc-1", status = "COMPLETE"}]
expect = "pass"

# Its priority is being changed.
[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
route53resolver_firewall_rule_group_association = [{arn = "a", vpc_id = "vpc-1", status = "UPDATING"}]
expect = "pass"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
route53resolver_firewall_rule_group_association = [{arn = "a", vpc_id = "vpc-1", status = "DELETING"}]
expect = "fail"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
expect = "fail"

# Another VPC's.
[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
route53resolver_firewall_rule_group_association = [{arn = "a", vpc_id = "vpc-2", status = "COMPLETE"}]
expect = "fail"

[[example]]
ec2_vpc = [{arn = "v", vpc_id = "vpc-1"}]
route53resolver_firewall_rule_group_association = [{arn = "a", vpc_id = "vpc-1"}]
expect = "unknown"
*/
with guarded as (
  select
    v.arn,
    bool_or(a.vpc_id = v.vpc_id and a.status <> 'DELETING') as is_guarded,
    count(a.arn) > count(a.vpc_id = v.vpc_id and a.status <> 'DELETING') as is_doubtful
  from estate.ec2_vpc v
  left join estate.route53resolver_firewall_rule_group_association a
    on a.account_id = v.account_id
    and a.region = v.region
    and (a.vpc_id = v.vpc_id) is not false
  group by v.arn
)
select
  g.arn as resource,
  case
    when g.is_guarded then true
    when g.is_doubtful then null
    else false
  end as ok,
  case
    when g.is_guarded then 'a rule group of DNS Firewall is associated'
    else 'no rule group of DNS Firewall is associated'
  end as reason
from guarded g

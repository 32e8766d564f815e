/*
title = "The default security group of a VPC allows nothing"
layer = "infrastructure"
severity = "medium"
why = "What is launched without a security group gets the default one. Unless it is empty, such a machine talks to all others that were launched as carelessly, and to the internet."
fix = "Revoke every rule of the group, both ways: aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID and aws ec2 revoke-security-group-egress --group-id GROUP_ID --security-group-rule-ids RULE_ID"
url = "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html"

[[example]]
ec2_security_group = [{arn = "g", group_name = "default"}]
expect = "pass"

[[example]]
ec2_security_group = [{arn = "g", group_name = "default"}]
security_group_rule = [{arn = "g", direction = "egress", ip_protocol = "-1", peer = "0.0.0.0/0"}]
expect = "fail"

# Members that talk among themselves only: the rule with which AWS makes the group.
[[example]]
ec2_security_group = [{arn = "g", group_name = "default"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "-1", peer = "sg-1"}]
expect = "fail"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "-1", peer = "sg-1"}]
expect = "unknown"
*/
with rule as (
  select
    r.arn,
    count(*) as rules,
    coalesce(min(r.direction || ' ' || r.ip_protocol || ' with ' || r.peer), 'not read whole') as first_rule
  from estate.security_group_rule r
  group by r.arn
)
select
  g.arn as resource,
  case
    when r.arn is null then true
    when g.group_name is null then null
    else false
  end as ok,
  case
    when r.arn is null then 'it has no rule'
    else 'it has ' || r.rules || ' rules, the first: ' || r.first_rule
  end as reason
from estate.ec2_security_group g
left join rule r on r.arn = g.arn
where coalesce(g.group_name, 'default') = 'default'

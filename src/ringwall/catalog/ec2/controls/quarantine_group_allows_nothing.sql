/*
title = "Quarantine security group should not allow any traffic"
layer = "response"
severity = "medium"
why = "An instance is moved to this group to isolate it. With one rule, such as the outbound one that AWS adds to each new group, an attacker keeps the way in or out."
fix = "Revoke every rule of the group, inbound and outbound: aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID and aws ec2 revoke-security-group-egress --group-id GROUP_ID --security-group-rule-ids RULE_ID"
url = "https://docs.aws.amazon.com/whitepapers/latest/aws-security-incident-response-guide/aws-security-incident-response-guide.html"

[[example]]
ec2_security_group = [{arn = "g", group_name = "quarantine"}]
expect = "pass"

# The rule that AWS adds to each new group.
[[example]]
ec2_security_group = [{arn = "g", group_name = "incident-Isolation"}]
security_group_rule = [{arn = "g", direction = "egress", ip_protocol = "-1", peer = "0.0.0.0/0"}]
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
    coalesce(min(r.direction || ' ' || r.ip_protocol || ' with ' || r.peer), 'not read in full') as first_rule
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
    when r.arn is null then 'the group has no rules'
    else 'rules: ' || r.rules || ', the first is ' || r.first_rule
  end as reason
from estate.ec2_security_group g
left join rule r on r.arn = g.arn
where regexp_matches(lower(g.group_name), 'quarantine|isolat') is not false

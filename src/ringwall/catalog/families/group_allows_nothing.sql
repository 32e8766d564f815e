/*
doc = "Has a security group no rule, inbound or outbound?"
layer = "infrastructure"

[parameters.scope]
kind = "condition"
doc = "Which groups r are meant, by their names."
sample = "r.group_name = 'SOME_NAME'"

[parameters.name]
kind = "value"
doc = "The name of such a group, for the examples."
sample = "SOME_NAME"

[[example]]
ec2_security_group = [{arn = "g", group_name = "$name"}]
expect = "pass"

[[example]]
ec2_security_group = [{arn = "g", group_name = "$name"}]
security_group_rule = [{arn = "g", direction = "egress", ip_protocol = "-1", peer = "0.0.0.0/0"}]
expect = "fail"

# Traffic among its members: the rule that AWS creates default groups with.
[[example]]
ec2_security_group = [{arn = "g", group_name = "$name"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "-1", peer = "sg-1"}]
expect = "fail"

[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "-1", peer = "sg-1"}]
expect = "unknown"
*/
with rule as (
  select
    s.arn,
    count(*) as rules,
    coalesce(min(s.direction || ' ' || s.ip_protocol || ' with ' || s.peer), 'not read in full') as first_rule
  from estate.security_group_rule s
  group by s.arn
)
select
  r.arn as resource,
  case
    when rule.arn is null then true
    when $scope then false
  end as ok,
  case
    when rule.arn is null then 'the group has no rules'
    else 'rules: ' || rule.rules || ', the first is ' || rule.first_rule
  end as reason
from estate.ec2_security_group r
left join rule on rule.arn = r.arn
where $scope is not false

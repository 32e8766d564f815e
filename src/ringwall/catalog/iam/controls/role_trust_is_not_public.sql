/*
title = "A role does not let anyone assume it"
layer = "identity"
severity = "critical"
why = "A trust policy with Principal * and no condition on who is calling lets every AWS account become this role."
fix = "Name the accounts or roles that may assume it: aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html"

[[example]]
iam_role = [{arn = "r"}]
policy_statement = [{arn = "r", policy_type = "trust", is_public = false}]
expect = "pass"

[[example]]
iam_role = [{arn = "r"}]
policy_statement = [
  {arn = "r", policy_type = "trust", is_public = false},
  {arn = "r", policy_type = "trust", sid = "Everyone", is_public = true},
]
expect = "fail"

[[example]]
iam_role = [{arn = "r"}]
policy_statement = [{arn = "r", policy_type = "trust"}]
expect = "unknown"
*/
select
  r.arn as resource,
  case
    when bool_or(s.policy_type = 'trust' and s.is_public) then false
    when count(s.arn) > count(s.policy_type = 'trust' and s.is_public) then null
    else true
  end as ok,
  case
    when bool_or(s.policy_type = 'trust' and s.is_public) then 'the trust policy lets anyone in'
    else 'the trust policy names who may come'
  end as reason
from estate.iam_role r
left join estate.policy_statement s on s.arn = r.arn
group by r.arn

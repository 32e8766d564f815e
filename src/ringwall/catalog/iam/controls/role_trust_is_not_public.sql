/*
title = "Role should not be public"
layer = "identity"
severity = "critical"
why = "A trust policy with Principal * and no condition on the caller lets every AWS account assume the role."
fix = "Name the accounts or roles that can assume it: aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html"

# It trusts only its own account.
[[example]]
iam_role = [{arn = "r"}]
expect = "pass"

[[example]]
iam_role = [{arn = "r"}]
external_access = [
  {arn = "r", principal = "Service:ec2.amazonaws.com", origin = "service", actions = ["sts:AssumeRole"], verdict = "always", conditions = [], is_public = false},
  {arn = "r", principal = "*", origin = "public", actions = ["sts:AssumeRole"], verdict = "always", conditions = [], is_public = true},
]
expect = "fail"

# Principal * is limited to the organization by aws:PrincipalOrgID.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "* of organization o-1", origin = "organization", actions = ["sts:AssumeRole"], verdict = "always", conditions = [], is_public = false}]
expect = "pass"

# An external ID does not say who calls: anyone who knows it can use it.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "*", origin = "public", actions = ["sts:AssumeRole"], verdict = "conditional", conditions = ["StringEquals sts:externalid x"], is_public = true}]
expect = "fail"

# Web identities are judged by iam.oidc_trust_limits_subject.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:cognito-identity.amazonaws.com", origin = "federated", actions = ["sts:AssumeRoleWithWebIdentity"], verdict = "always", conditions = [], is_public = true}]
expect = "pass"

# Its trust policy was not collected.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of r was not collected"]}]
expect = "unknown"
*/
with outside as (
  select
    x.arn,
    x.conditions[1] as condition,
    'depends on ' || x.unknown[1] as doubt,
    x.origin <> 'federated' and x.is_public as is_open
  from facts.external_access x
)
select
  r.arn as resource,
  case
    when bool_or(o.is_open) then false
    when count(o.arn) > count(o.is_open) then null
    else true
  end as ok,
  case
    when bool_or(o.is_open)
      then 'anyone can assume it'
        || coalesce(' (' || min(case when o.is_open then o.condition end) || ')', '')
    when count(o.arn) > count(o.is_open) then min(o.doubt)
    else 'the trust policy limits who can assume it'
  end as reason
from estate.iam_role r
left join outside o on o.arn = r.arn
group by r.arn

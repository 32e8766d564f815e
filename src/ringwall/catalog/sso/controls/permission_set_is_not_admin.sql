/*
title = "Permission set should not grant full administrative access"
layer = "identity"
severity = "high"
why = "Whoever gets into the session of an administrator has the whole account. Sets for single tasks leave an attacker with one task; one set for emergencies can be excepted."
fix = "aws sso-admin detach-managed-policy-from-permission-set --instance-arn INSTANCE --permission-set-arn ARN --managed-policy-arn arn:aws:iam::aws:policy/AdministratorAccess, after you attached what the people need: arn:aws:iam::aws:policy/PowerUserAccess, or an inline policy"
url = "https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html"

[[example]]
sso_permission_set = [{arn = "a", managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}]
policy_statement = [{arn = "a", effect = "Allow", actions = ["s3:*"], resources = ["*"]}]
expect = "pass"

[[example]]
sso_permission_set = [{arn = "a", managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]}]
expect = "fail"

[[example]]
sso_permission_set = [{arn = "a", managed_policy_arns = []}]
policy_statement = [{arn = "a", effect = "Allow", actions = ["*"], resources = ["*"]}]
expect = "fail"

[[example]]
sso_permission_set = [{arn = "a"}]
expect = "unknown"
*/
with inline as (
  select
    s.arn,
    s.effect = 'Allow'
      and (list_contains(s.actions, '*') or list_contains(s.actions, '*:*'))
      and list_contains(s.resources, '*') as is_admin
  from estate.policy_statement s
)
select
  p.arn as resource,
  case
    when bool_or(list_any_value(list_filter(
      p.managed_policy_arns, lambda policy: policy like '%:iam::aws:policy/AdministratorAccess'
    )) is not null) then false
    when bool_or(i.is_admin) then false
    when p.managed_policy_arns is null or count(i.arn) > count(i.is_admin) then null
    else true
  end as ok,
  'AWS managed policies: '
    || coalesce(nullif(array_to_string(p.managed_policy_arns, ', '), ''), 'none')
    || case when bool_or(i.is_admin) then ', and an inline policy that allows everything' else '' end
    as reason
from estate.sso_permission_set p
left join inline i on i.arn = p.arn
group by
  p.arn,
  p.managed_policy_arns

/*
title = "Permission set should not grant full administrative access"
layer = "identity"
severity = "high"
why = "Whoever gets into the session of an administrator has the whole account. Sets for single tasks leave an attacker with one task; sets for emergencies can be excepted: they have the tag break-glass=true."
fix = "aws sso-admin detach-managed-policy-from-permission-set --instance-arn INSTANCE --permission-set-arn ARN --managed-policy-arn arn:aws:iam::aws:policy/AdministratorAccess, after you attached what the people need: arn:aws:iam::aws:policy/PowerUserAccess, or an inline policy. A set for emergencies: aws sso-admin tag-resource --instance-arn INSTANCE --resource-arn ARN --tags Key=break-glass,Value=true, and alert on its use"
url = "https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html"

[[example]]
sso_permission_set = [{arn = "a", managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}]
policy_statement = [{arn = "a", effect = "Allow", actions = ["s3:*"], not_actions = [], resources = ["*"]}]
expect = "pass"

[[example]]
sso_permission_set = [{arn = "a", managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"], tags = '{"team": "it"}'}]
expect = "fail"

# For emergencies.
[[example]]
sso_permission_set = [{arn = "a", managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"], tags = '{"break-glass": "true"}'}]
expect = "pass"

[[example]]
sso_permission_set = [{arn = "a", managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"], tags = '{"break-glass": "false"}'}]
expect = "fail"

# It is not known what it is for.
[[example]]
sso_permission_set = [{arn = "a", managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]}]
expect = "unknown"

# Whoever may change permissions has them all; and so has who has all but a few.
[[example]]
sso_permission_set = [{arn = "a", managed_policy_arns = [], tags = "{}"}, {arn = "b", managed_policy_arns = [], tags = "{}"}, {arn = "c", managed_policy_arns = ["arn:aws:iam::aws:policy/IAMFullAccess"], tags = "{}"}]
policy_statement = [
  {arn = "a", effect = "Allow", actions = ["iam:*"], not_actions = [], resources = ["*"]},
  {arn = "b", effect = "Allow", actions = [], not_actions = ["aws-portal:*"], resources = ["arn:*"]},
]
expect = "fail"

# All but permissions, as PowerUserAccess has it.
[[example]]
sso_permission_set = [{arn = "a", managed_policy_arns = [], tags = "{}"}]
policy_statement = [{arn = "a", effect = "Allow", actions = [], not_actions = ["iam:*", "organizations:*", "account:*"], resources = ["*"]}]
expect = "pass"

[[example]]
sso_permission_set = [{arn = "a", managed_policy_arns = [], tags = "{}"}]
policy_statement = [{arn = "a", effect = "Allow", actions = ["*"], not_actions = [], resources = ["*"]}]
expect = "fail"

[[example]]
sso_permission_set = [{arn = "a"}]
expect = "unknown"
*/
with inline as (
  select
    s.arn,
    s.effect = 'Allow'
      and (
        len(list_filter(s.actions, lambda action: regexp_full_match(action, '[*]+(:[*]+)?|iam:[*]+'))) > 0
        or (
          len(s.not_actions) > 0
          and len(list_filter(s.not_actions, lambda action: regexp_full_match(action, '[*]+|iam:[*]+'))) = 0
        )
      )
      and len(list_filter(s.resources, lambda place: regexp_full_match(place, '[*]+|arn:[*]+'))) > 0
      as is_admin
  from estate.policy_statement s
),
judged as (
  select
    p.arn,
    p.managed_policy_arns,
    coalesce(p.tags->>'break-glass', '') = 'true' as is_for_emergencies,
    p.tags is not null as has_tags,
    bool_or(i.is_admin) as allows_everything,
    case
      when bool_or(list_any_value(list_filter(
        p.managed_policy_arns,
        lambda policy: regexp_full_match(policy, '.*:iam::aws:policy/(AdministratorAccess|IAMFullAccess)')
      )) is not null) then true
      when bool_or(i.is_admin) then true
      when p.managed_policy_arns is null or count(i.arn) > count(i.is_admin) then null
      else false
    end as is_admin
  from estate.sso_permission_set p
  left join inline i on i.arn = p.arn
  group by
    p.arn,
    p.managed_policy_arns,
    p.tags
)
select
  j.arn as resource,
  case
    when not j.is_admin then true
    when j.has_tags and j.is_for_emergencies then true
    when j.is_admin and j.has_tags then false
  end as ok,
  'AWS managed policies: '
    || coalesce(nullif(array_to_string(j.managed_policy_arns, ', '), ''), 'none')
    || case when j.allows_everything then ', and an inline policy of an administrator' else '' end
    || case when j.is_for_emergencies then '; it has the tag break-glass' else '' end
    as reason
from judged j

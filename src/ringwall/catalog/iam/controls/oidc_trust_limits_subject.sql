/*
title = "A role for web identities names whose tokens it takes"
layer = "identity"
severity = "high"
why = "GitHub, GitLab and the like sign tokens for every customer of theirs. A trust policy that looks at the audience alone, or at a subject such as repo:*, lets any of them in."
fix = "Hold the subject to your own repositories, as Condition StringLike token.actions.githubusercontent.com:sub repo:YOUR-ORG/YOUR-REPO:*: aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub"

[[example]]
iam_role = [{arn = "r"}]
policy_statement = [{arn = "r", policy_type = "trust", effect = "Allow", principals = ["Federated:arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"], fixed_keys = ["token.actions.githubusercontent.com:aud", "token.actions.githubusercontent.com:sub"]}]
expect = "pass"

# The audience is the same for every customer of GitHub.
[[example]]
iam_role = [{arn = "r"}]
policy_statement = [{arn = "r", policy_type = "trust", effect = "Allow", principals = ["Federated:arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"], fixed_keys = ["token.actions.githubusercontent.com:aud"]}]
expect = "fail"

[[example]]
iam_role = [{arn = "r"}]
policy_statement = [{arn = "r", policy_type = "trust", effect = "Allow", principals = ["Federated:arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"], fixed_keys = ["token.actions.githubusercontent.com:repository_owner_id"]}]
expect = "pass"

# It is held to a subject in one statement, and open in another.
[[example]]
iam_role = [{arn = "r"}]
policy_statement = [
  {arn = "r", policy_type = "trust", effect = "Allow", principals = ["Federated:arn:aws:iam::111111111111:oidc-provider/gitlab.com"], fixed_keys = ["gitlab.com:sub"]},
  {arn = "r", policy_type = "trust", effect = "Allow", principals = ["Federated:arn:aws:iam::111111111111:oidc-provider/gitlab.com"], fixed_keys = []},
]
expect = "fail"

[[example]]
iam_role = [{arn = "r"}]
policy_statement = [{arn = "r", policy_type = "trust", effect = "Allow", principals = ["Federated:arn:aws:iam::111111111111:oidc-provider/gitlab.com"]}]
expect = "unknown"
*/
with trust as (
  select
    s.arn,
    s.policy_type = 'trust'
      and s.effect = 'Allow'
      and array_to_string(s.principals, ',') like '%:oidc-provider/%' as takes_tokens,
    ',' || array_to_string(s.fixed_keys, ',') || ',' as held
  from estate.policy_statement s
),
judged as (
  select
    t.arn,
    t.takes_tokens,
    t.takes_tokens
      and not (
        t.held like '%:sub,%'
          or t.held like '%:repository,%'
          or t.held like '%:repository_id,%'
          or t.held like '%:repository_owner,%'
          or t.held like '%:repository_owner_id,%'
          or t.held like '%:job_workflow_ref,%'
          or t.held like '%:enterprise_id,%'
      ) as is_open
  from trust t
)
select
  r.arn as resource,
  case
    when bool_or(j.is_open) then false
    when count(*) > count(j.is_open) then null
    else true
  end as ok,
  case
    when bool_or(j.is_open) then 'a statement takes tokens of any subject of its issuer'
    when count(*) = count(j.is_open) then 'every statement names whose tokens it takes'
  end as reason
from estate.iam_role r
join judged j on j.arn = r.arn
group by r.arn
having bool_or(j.takes_tokens is not false)

/*
title = "A role for web identities names whose tokens it takes"
layer = "identity"
severity = "high"
why = "GitHub, GitLab and the like sign tokens for every customer of theirs. A trust policy that looks at the audience alone, or at a subject such as repo:*, lets any of them in."
fix = "Hold the subject to your own repositories, as Condition StringLike token.actions.githubusercontent.com:sub repo:YOUR-ORG/YOUR-REPO:*: aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub"

[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com", origin = "federated", verdict = "conditional", conditions = ["StringEquals token.actions.githubusercontent.com:aud sts.amazonaws.com", "StringLike token.actions.githubusercontent.com:sub repo:acme/shop:*"], is_public = false}]
expect = "pass"

# The audience is the same for every customer of GitHub.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com", origin = "federated", verdict = "conditional", conditions = ["StringEquals token.actions.githubusercontent.com:aud sts.amazonaws.com"], is_public = true}]
expect = "fail"

# A subject that is anybody's.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com", origin = "federated", verdict = "conditional", conditions = ["StringLike token.actions.githubusercontent.com:sub repo:*"], is_public = true}]
expect = "fail"

# Whoever asks GitLab for a token chooses its audience.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:arn:aws:iam::111111111111:oidc-provider/gitlab.com", origin = "federated", verdict = "conditional", conditions = ["StringEquals gitlab.com:aud https://gitlab.com"], is_public = false}]
expect = "fail"

# Every pod of the cluster, since no service account is named.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/1", origin = "federated", verdict = "always", conditions = [], is_public = false}]
expect = "fail"

# A directory of one's own vouches for its people alone.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:arn:aws:iam::111111111111:saml-provider/okta", origin = "federated", verdict = "conditional", conditions = ["StringEquals saml:aud https://signin.aws.amazon.com/saml"], is_public = false}]
expect = "pass"

# A pool of Cognito has an audience of its own.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:cognito-identity.amazonaws.com", origin = "federated", verdict = "conditional", conditions = ["StringEquals cognito-identity.amazonaws.com:aud eu-west-1:1"], is_public = false}]
expect = "pass"

[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:arn:aws:iam::111111111111:oidc-provider/gitlab.com", origin = "federated", verdict = "unknown", unknown = ["a condition that cannot be told"]}]
expect = "unknown"
*/
with outside as (
  select
    x.arn,
    x.principal,
    'depends on ' || x.unknown[1] as doubt,
    -- Of a trust policy that was not collected, nobody knows whom it lets in.
    case when x.is_public is not null then x.origin = 'federated' end as is_federated,
    x.origin = 'federated'
      and (
        x.is_public
          or (
            x.principal like '%:oidc-provider/%'
              -- Where an issuer is registered, tokens are told apart by more than their audience.
              and array_length(
                list_filter(x.conditions, lambda c: c not like '%:aud %')
              ) = 0
          )
      )
      as takes_any
  from facts.external_access x
),
judged as (
  select
    o.arn,
    o.principal,
    o.doubt,
    o.is_federated,
    case when o.is_federated is not null then o.takes_any end as takes_any
  from outside o
)
select
  r.arn as resource,
  case
    when bool_or(j.takes_any) then false
    when count(*) > count(j.takes_any) then null
    else true
  end as ok,
  case
    when bool_or(j.takes_any)
      then 'it takes tokens of any subject: '
        || min(case when j.takes_any then j.principal end)
    when count(*) > count(j.takes_any) then min(j.doubt)
    else 'every statement names whose tokens it takes'
  end as reason
from estate.iam_role r
join judged j on j.arn = r.arn
group by r.arn
having bool_or(j.is_federated is not false)

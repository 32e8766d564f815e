/*
title = "Role for web identities should limit the subject of tokens"
layer = "identity"
severity = "high"
why = "GitHub, GitLab and similar providers sign tokens for all of their customers. A trust policy that checks only the audience, or a subject such as repo:*, lets any of them assume the role."
fix = "Limit the subject to your own repositories, as Condition StringLike token.actions.githubusercontent.com:sub repo:YOUR-ORG/YOUR-REPO:*: aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub"

[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com", origin = "federated", verdict = "conditional", conditions = ["StringEquals token.actions.githubusercontent.com:aud sts.amazonaws.com", "StringLike token.actions.githubusercontent.com:sub repo:acme/shop:*"], is_public = false, takes_any_subject = false}]
expect = "pass"

# The audience is the same for every customer of GitHub.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com", origin = "federated", verdict = "conditional", conditions = ["StringEquals token.actions.githubusercontent.com:aud sts.amazonaws.com"], is_public = true, takes_any_subject = true}]
expect = "fail"

# A subject that matches every customer.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com", origin = "federated", verdict = "conditional", conditions = ["StringLike token.actions.githubusercontent.com:sub repo:*"], is_public = true, takes_any_subject = true}]
expect = "fail"

# The caller chooses the audience of a GitLab token.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:arn:aws:iam::111111111111:oidc-provider/gitlab.com", origin = "federated", verdict = "conditional", conditions = ["StringEquals gitlab.com:aud https://gitlab.com"], is_public = false, takes_any_subject = true}]
expect = "fail"

# Every pod of the cluster: no service account is named.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/1", origin = "federated", verdict = "always", conditions = [], is_public = false, takes_any_subject = true}]
expect = "fail"

# A SAML provider of your own has only your own users.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:arn:aws:iam::111111111111:saml-provider/okta", origin = "federated", verdict = "conditional", conditions = ["StringEquals saml:aud https://signin.aws.amazon.com/saml"], is_public = false, takes_any_subject = false}]
expect = "pass"

# A pool of Cognito has an audience of its own.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "Federated:cognito-identity.amazonaws.com", origin = "federated", verdict = "conditional", conditions = ["StringEquals cognito-identity.amazonaws.com:aud eu-west-1:1"], is_public = false, takes_any_subject = false}]
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
    -- Where the trust policy was not collected, it is not known who is allowed.
    case when x.is_public is not null then x.origin = 'federated' end as is_federated,
    -- An issuer with many customers needs more than an audience, or addresses.
    x.origin = 'federated' and (x.is_public or x.takes_any_subject) as takes_any
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
      then 'it accepts tokens with any subject: '
        || min(case when j.takes_any then j.principal end)
    when count(*) > count(j.takes_any) then min(j.doubt)
    else 'every statement limits the subject'
  end as reason
from estate.iam_role r
join judged j on j.arn = r.arn
group by r.arn
having bool_or(j.is_federated is not false)

/*
title = "Policy should not have a statement that allows Action * on Resource *"
layer = "identity"
severity = "high"
why = "Action * on Resource * makes everyone who has the policy an administrator. One mistake or one stolen session can then cost you the account."
fix = "Find out what is used (aws iam generate-service-last-accessed-details --arn ARN), reduce the policy to that, and make the new version the default: aws iam create-policy-version --policy-arn ARN --policy-document file://policy.json --set-as-default; for an inline policy aws iam put-role-policy --role-name NAME --policy-name POLICY --policy-document file://policy.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"

[[example]]
iam_policy = [{arn = "arn:aws:iam::111111111111:policy/read"}]
policy_statement = [{arn = "arn:aws:iam::111111111111:policy/read", policy_name = "read", effect = "Allow", actions = ["s3:get*"], resources = ["*"]}]
expect = "pass"

[[example]]
iam_policy = [{arn = "arn:aws:iam::111111111111:policy/all"}]
policy_statement = [
  {arn = "arn:aws:iam::111111111111:policy/all", policy_name = "all", effect = "Allow", actions = ["s3:get*"], resources = ["*"]},
  {arn = "arn:aws:iam::111111111111:policy/all", policy_name = "all", effect = "Allow", actions = ["*"], resources = ["*"]},
]
expect = "fail"

[[example]]
iam_role = [{arn = "arn:aws:iam::111111111111:role/r"}]
policy_statement = [{arn = "arn:aws:iam::111111111111:role/r", policy_name = "inline", effect = "Allow", actions = ["*:*"], resources = ["*"]}]
expect = "fail"

# A Deny grants nothing; all actions on one bucket are not all resources.
[[example]]
iam_user = [{arn = "arn:aws:iam::111111111111:user/u"}]
policy_statement = [
  {arn = "arn:aws:iam::111111111111:user/u", policy_name = "p", effect = "Deny", actions = ["*"], resources = ["*"]},
  {arn = "arn:aws:iam::111111111111:user/u", policy_name = "p", effect = "Allow", actions = ["*"], resources = ["arn:aws:s3:::b"]},
]
expect = "pass"

[[example]]
iam_group = [{arn = "arn:aws:iam::111111111111:group/g"}]
policy_statement = [{arn = "arn:aws:iam::111111111111:group/g", policy_name = "p", effect = "Allow", resources = ["*"]}]
expect = "unknown"
*/
-- About the text of a policy, as FSBP IAM.1 and CIS 2.14 ask, whether it is attached or limited by
-- a boundary. Who is an administrator is in facts.iam_principal.
with statement as (
  select
    s.arn,
    s.policy_name,
    s.effect = 'Allow'
      and (list_contains(s.actions, '*') or list_contains(s.actions, '*:*'))
      and list_contains(s.resources, '*') as grants_all
  from estate.policy_statement s
),
policy_owner as (
  select p.arn
  from estate.iam_policy p
  where split_part(p.arn, ':', 5) <> 'aws'
  union all
  select r.arn
  from estate.iam_role r
  union all
  select u.arn
  from estate.iam_user u
  union all
  select g.arn
  from estate.iam_group g
)
select
  o.arn as resource,
  case
    when bool_or(s.grants_all) then false
    when count(s.arn) > count(s.grants_all) then null
    else true
  end as ok,
  case
    when bool_or(s.grants_all)
      then 'allows Action * on Resource *'
        || coalesce(' in ' || min(case when s.grants_all then s.policy_name end), '')
    when count(s.arn) = count(s.grants_all) then 'no statement allows Action * on Resource *'
  end as reason
from policy_owner o
left join statement s on s.arn = o.arn
group by o.arn

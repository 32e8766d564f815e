/*
title = "A role that another organization assumes asks for an external id"
layer = "identity"
severity = "high"
why = "A vendor serves many customers from one account. Without an external id, another customer of the vendor can name your role and have the vendor use it: the confused deputy."
fix = "Agree on an external id with the vendor and ask for it in the trust policy, as Condition StringEquals sts:ExternalId: aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html"

[[example]]
iam_role = [{arn = "r"}]
organizations_account = [{arn = "o", account_id = "111111111111"}]
policy_statement = [{arn = "r", policy_type = "trust", effect = "Allow", actions = ["sts:assumerole"], principal_accounts = ["999999999999"], fixed_keys = ["sts:externalid"]}]
expect = "pass"

[[example]]
iam_role = [{arn = "r"}]
organizations_account = [{arn = "o", account_id = "111111111111"}]
policy_statement = [{arn = "r", policy_type = "trust", effect = "Allow", actions = ["sts:assumerole"], principal_accounts = ["999999999999"], fixed_keys = []}]
expect = "fail"

# One of two accounts is ours, the other is not.
[[example]]
iam_role = [{arn = "r"}]
organizations_account = [{arn = "o", account_id = "222222222222"}]
policy_statement = [{arn = "r", policy_type = "trust", effect = "Allow", actions = ["sts:*"], principal_accounts = ["222222222222", "999999999999"], fixed_keys = ["aws:sourceip"]}]
expect = "fail"

# Only session tags come without it; who assumes the role must know it.
[[example]]
iam_role = [{arn = "r"}]
policy_statement = [
  {arn = "r", policy_type = "trust", effect = "Allow", actions = ["sts:tagsession"], principal_accounts = ["999999999999"], fixed_keys = []},
  {arn = "r", policy_type = "trust", effect = "Allow", actions = ["sts:assumerole"], principal_accounts = ["999999999999"], fixed_keys = ["sts:externalid"]},
]
expect = "pass"

[[example]]
iam_role = [{arn = "r"}]
policy_statement = [{arn = "r", policy_type = "trust", effect = "Allow", actions = ["sts:assumerole"], fixed_keys = []}]
expect = "unknown"
*/
with trusted as (
  select
    s.arn,
    s.account_id,
    s.policy_type = 'trust'
      and s.effect = 'Allow'
      and (
        list_contains(s.actions, 'sts:assumerole')
          or array_to_string(s.actions, ',') like '%*%'
      ) as lets_in,
    list_contains(s.fixed_keys, 'sts:externalid')
      or list_contains(s.fixed_keys, 'aws:principalorgid')
      or list_contains(s.fixed_keys, 'aws:principalorgpaths') as is_held,
    unnest(coalesce(s.principal_accounts, [null])) as trusted_id
  from estate.policy_statement s
),
outsider as (
  select
    t.arn,
    t.trusted_id,
    t.is_held,
    t.lets_in
      and case
        when t.trusted_id is not null then t.trusted_id <> t.account_id and o.arn is null
      end as is_let_in
  from trusted t
  left join estate.organizations_account o on o.account_id = t.trusted_id
)
select
  r.arn as resource,
  case
    when bool_or(o.is_let_in and not o.is_held) then false
    when count(*) > count(o.is_let_in and not o.is_held) then null
    else true
  end as ok,
  case
    when bool_or(o.is_let_in and not o.is_held)
      then 'account ' || min(case when o.is_let_in and not o.is_held then o.trusted_id end)
        || ' is not of this organization and needs no external id'
    when count(*) = count(o.is_let_in and not o.is_held)
      then 'accounts of other organizations need an external id'
  end as reason
from estate.iam_role r
join outsider o on o.arn = r.arn
group by r.arn
having bool_or(o.is_let_in is not false)

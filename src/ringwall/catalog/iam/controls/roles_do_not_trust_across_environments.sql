/*
title = "Production role should be assumable only from production"
layer = "identity"
severity = "high"
why = "Keys leak in development, where many people are administrators. If development or staging can assume a production role, directly or through other roles, a weakness there is a weakness of production."
fix = "Deploy from a production account, and trust that one instead: aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json. Enforce it with an RCP that denies sts:AssumeRole to the paths of other OUs (aws:PrincipalOrgPaths)."
url = "https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/organizing-your-aws-environment.html"

[[example]]
iam_role = [{arn = "arn:aws:iam::111111111111:role/r"}]
organizations_account = [{arn = "p", account_id = "111111111111", account_name = "shop", path = "Root/Workloads/Prod"}, {arn = "d", account_id = "222222222222", account_name = "dev", path = "Root/Workloads/NonProd"}]
expect = "pass"

# The trust policy names the other environment, used or not.
[[example]]
iam_role = [{arn = "arn:aws:iam::111111111111:role/r"}]
organizations_account = [{arn = "p", account_id = "111111111111", account_name = "shop", path = "Root/Workloads/Prod"}, {arn = "d", account_id = "222222222222", account_name = "dev", path = "Root/Workloads/NonProd"}]
external_access = [{arn = "arn:aws:iam::111111111111:role/r", principal = "AWS:arn:aws:iam::222222222222:root", principal_account = "222222222222", origin = "organization", verdict = "always", conditions = []}]
expect = "fail"

# A role there can assume it, because the role trusts the whole organization.
[[example]]
iam_role = [{arn = "arn:aws:iam::111111111111:role/r"}]
organizations_account = [{arn = "p", account_id = "111111111111", account_name = "shop-production", path = "Root/Apps"}, {arn = "d", account_id = "222222222222", account_name = "shop-dev", path = "Root/Apps"}]
assumable_role = [{arn = "arn:aws:iam::111111111111:role/r", principal = "arn:aws:iam::222222222222:role/ci", principal_account = "222222222222", verdict = "conditional", conditions = ["Bool aws:multifactorauthpresent true"]}]
expect = "fail"

# Through a role of a shared account.
[[example]]
iam_role = [{arn = "arn:aws:iam::111111111111:role/r"}]
organizations_account = [{arn = "p", account_id = "111111111111", account_name = "shop", path = "Root/Workloads/Prod"}, {arn = "d", account_id = "222222222222", account_name = "dev", path = "Root/Workloads/NonProd"}]
external_access = [{arn = "arn:aws:iam::111111111111:role/r", principal = "AWS:arn:aws:iam::333333333333:role/tools", principal_account = "333333333333", origin = "organization", verdict = "always", conditions = []}]
escalation_chain = [{arn = "arn:aws:iam::222222222222:user/u", account_id = "222222222222", goal_account = "111111111111", ends_at = "arn:aws:iam::111111111111:role/r", hops = 2, verdict = "always"}]
expect = "fail"

# A role of another production account, and a role of the network account.
[[example]]
iam_role = [{arn = "arn:aws:iam::111111111111:role/r"}]
organizations_account = [{arn = "p", account_id = "111111111111", account_name = "shop", path = "Root/Workloads/Prod"}, {arn = "q", account_id = "444444444444", account_name = "deploy", path = "Root/Workloads/Prod"}, {arn = "n", account_id = "333333333333", account_name = "network", path = "Root/Infrastructure"}]
external_access = [
  {arn = "arn:aws:iam::111111111111:role/r", principal = "AWS:arn:aws:iam::444444444444:root", principal_account = "444444444444", origin = "organization", verdict = "always", conditions = []},
  {arn = "arn:aws:iam::111111111111:role/r", principal = "AWS:arn:aws:iam::333333333333:root", principal_account = "333333333333", origin = "organization", verdict = "always", conditions = []},
]
expect = "pass"

# Whether the statement holds is not known.
[[example]]
iam_role = [{arn = "arn:aws:iam::111111111111:role/r"}]
organizations_account = [{arn = "p", account_id = "111111111111", account_name = "shop", path = "Root/Workloads/Prod"}, {arn = "d", account_id = "222222222222", account_name = "preprod", path = "Root/Workloads/Pre-Prod"}]
assumable_role = [{arn = "arn:aws:iam::111111111111:role/r", principal = "arn:aws:iam::222222222222:role/ci", principal_account = "222222222222", verdict = "unknown", unknown = ["a policy that was not collected"]}]
expect = "unknown"

# The account's path is not known.
[[example]]
iam_role = [{arn = "arn:aws:iam::111111111111:role/r"}]
organizations_account = [{arn = "p", account_id = "111111111111", account_name = "shop"}, {arn = "d", account_id = "222222222222", account_name = "dev", path = "Root/Workloads/NonProd"}]
external_access = [{arn = "arn:aws:iam::111111111111:role/r", principal = "AWS:arn:aws:iam::222222222222:root", principal_account = "222222222222", origin = "organization", verdict = "always", conditions = []}]
expect = "unknown"
*/
with place as (
  select
    a.account_id,
    -- nonprod, pre-prod and similar names contain prod, but are not production.
    regexp_replace(
      lower(a.path || '/' || a.account_name),
      '(non|not|pre)[-_ .]?prod(uction)?', 'other', 'g'
    ) as name
  from estate.organizations_account a
),
environment as (
  select
    p.account_id,
    regexp_matches(p.name, '(^|[^a-z])(prod|production|prd)([^a-z]|$)') as is_production,
    not regexp_matches(p.name, '(^|[^a-z])(prod|production|prd)([^a-z]|$)')
      and regexp_matches(
        p.name,
        '(^|[^a-z])(workloads?|other|dev|development|test|testing|qa|uat|stage|staging|sandbox)([^a-z]|$)'
      ) as is_other
  from place p
),
way as (
  -- A statement for the whole organization has no account: it allows every environment.
  select
    x.arn,
    split_part(x.arn, ':', 5) as account_id,
    x.principal as who,
    x.principal || ' can assume it' as said,
    x.principal_account as from_account,
    x.origin = 'organization' as is_within,
    x.verdict,
    x.conditions[1] as condition,
    'depends on ' || x.unknown[1] as doubt
  from facts.external_access x
  union all
  select
    s.arn,
    split_part(s.arn, ':', 5) as account_id,
    s.principal as who,
    s.principal || ' can assume it' as said,
    s.principal_account as from_account,
    true as is_within,
    s.verdict,
    s.conditions[1] as condition,
    'depends on ' || s.unknown[1] as doubt
  from facts.assumable_role s
  union all
  select
    c.ends_at as arn,
    coalesce(c.goal_account, split_part(c.ends_at, ':', 5)) as account_id,
    c.arn || ' in ' || c.hops || ' steps' as who,
    c.arn || ' can assume it in ' || c.hops || ' steps' as said,
    c.account_id as from_account,
    true as is_within,
    c.verdict,
    null as condition,
    'depends on ' || c.unknown[1] as doubt
  from facts.escalation_chain c
),
crossing as (
  select
    w.arn,
    w.account_id,
    w.who,
    w.said,
    w.condition,
    w.doubt,
    w.is_within
      and case
        when w.from_account = '' then true
        when e.account_id is not null then e.is_other
        when w.from_account is not null then false
      end
      and (w.verdict <> 'unknown' or null) as crosses
  from way w
  left join environment e on e.account_id = w.from_account
)
select
  r.arn as resource,
  case
    when bool_or(c.crosses) then not e.is_production
    when count(c.account_id) > count(c.crosses) then null
    else true
  end as ok,
  case
    when bool_or(c.crosses) and e.is_production is null
      then 'it is not known whether the account is production'
    when bool_or(c.crosses) then min(
      case
        when c.crosses then c.said || coalesce(' (' || c.condition || ')', '')
      end
    )
      || case
        when count(distinct case when c.crosses then c.who end) > 1
          then ', and ' || (count(distinct case when c.crosses then c.who end) - 1) || ' others'
        else ''
      end
    when count(c.account_id) > count(c.crosses) then min(c.doubt)
    else 'no other environment can assume it'
  end as reason
from estate.iam_role r
join environment e on e.account_id = r.account_id
-- A chain whose end is not known may end at any role of its account.
left join crossing c on c.account_id = r.account_id and (c.arn = r.arn) is not false
where e.is_production is not false
group by
  r.arn,
  e.is_production

/*
title = "Account should have a restrictive SCP"
layer = "accounts"
severity = "high"
why = "FullAWSAccess, like any policy that allows everything, restricts nothing: an administrator of the account can stop its logs and leave the organization."
fix = "Write an SCP that denies what no account should do (leave the organization, stop CloudTrail, use the root user) and attach it to the root or to the account's OU: aws organizations attach-policy --policy-id POLICY --target-id ROOT_OR_OU"
url = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html"

[[example]]
organizations_account = [{arn = "a", is_management = false, scp_ids = ["p-FullAWSAccess", "p-deny"], scp_narrowed = false}]
organizations_policy = [{arn = "p1", resource_id = "p-FullAWSAccess"}, {arn = "p2", resource_id = "p-deny"}]
policy_statement = [{arn = "p1", effect = "Allow", actions = ["*"], resources = ["*"]}, {arn = "p2", effect = "Deny", actions = ["organizations:leaveorganization"], resources = ["*"]}]
expect = "pass"

[[example]]
organizations_account = [{arn = "a", is_management = false, scp_ids = ["p-FullAWSAccess"], scp_narrowed = false}]
organizations_policy = [{arn = "p1", resource_id = "p-FullAWSAccess"}]
policy_statement = [{arn = "p1", effect = "Allow", actions = ["*"], resources = ["*"]}]
expect = "fail"

# An allow list next to FullAWSAccess restricts nothing.
[[example]]
organizations_account = [{arn = "a", is_management = false, scp_ids = ["p-FullAWSAccess", "p-list"], scp_narrowed = false}]
organizations_policy = [{arn = "p1", resource_id = "p-FullAWSAccess"}, {arn = "p2", resource_id = "p-list"}]
policy_statement = [{arn = "p1", effect = "Allow", actions = ["*"], resources = ["*"]}, {arn = "p2", effect = "Allow", actions = ["s3:*"], resources = ["*"]}]
expect = "fail"

# An allow list instead of it does.
[[example]]
organizations_account = [{arn = "a", is_management = false, scp_ids = ["p-FullAWSAccess", "p-list"], scp_narrowed = true}]
organizations_policy = [{arn = "p1", resource_id = "p-FullAWSAccess"}, {arn = "p2", resource_id = "p-list"}]
policy_statement = [{arn = "p1", effect = "Allow", actions = ["*"], resources = ["*"]}, {arn = "p2", effect = "Allow", actions = ["s3:*"], resources = ["*"]}]
expect = "pass"

# A policy of your own that allows everything is the same as FullAWSAccess.
[[example]]
organizations_account = [{arn = "a", is_management = false, scp_ids = ["p-copy"], scp_narrowed = true}]
organizations_policy = [{arn = "p1", resource_id = "p-copy"}]
policy_statement = [{arn = "p1", effect = "Allow", actions = ["*"], resources = ["*"]}]
expect = "fail"

[[example]]
organizations_account = [{arn = "a", is_management = false, scp_narrowed = false}]
expect = "unknown"
*/
with policy as (
  select
    p.resource_id,
    case
      when bool_or(s.effect = 'Deny') then true
      when count(s.arn) = count(s.effect) then false
    end as denies,
    case
      when bool_or(
        s.effect = 'Allow' and list_contains(s.actions, '*') and list_contains(s.resources, '*')
      ) then true
      when count(s.arn) = count(
        s.effect = 'Allow' and list_contains(s.actions, '*') and list_contains(s.resources, '*')
      ) then false
    end as allows_all
  from estate.organizations_policy p
  left join estate.policy_statement s on s.arn = p.arn
  group by p.resource_id
),
applied as (
  select
    a.arn,
    unnest(coalesce(a.scp_ids, [null])) as policy_id
  from estate.organizations_account a
),
summed as (
  select
    r.arn,
    bool_or(p.denies) as denies,
    bool_or(p.allows_all and r.policy_id <> 'p-FullAWSAccess') as has_copy,
    count(*) > count(p.denies) or count(*) > count(p.allows_all) as is_unclear
  from applied r
  left join policy p on p.resource_id = r.policy_id
  group by r.arn
)
select
  a.arn as resource,
  case
    when a.is_management is null then null
    when s.denies then true
    when s.is_unclear then null
    else a.scp_narrowed and not coalesce(s.has_copy, false)
  end as ok,
  'SCPs that apply to the account: '
    || coalesce(nullif(array_to_string(a.scp_ids, ', '), ''), 'none') as reason
from estate.organizations_account a
left join summed s on s.arn = a.arn
where a.is_management is not true

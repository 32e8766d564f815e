/*
title = "Account should have an analyzer of unused access"
layer = "identity"
severity = "low"
why = "Roles, keys and permissions that nobody uses are what attackers find and nobody misses. An analyzer lists them; AWS bills it per role and user."
fix = "aws accessanalyzer create-analyzer --analyzer-name unused --type ORGANIZATION_UNUSED_ACCESS, in one Region, from the management account or its delegated administrator"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-create-unused.html"

[[example]]
account_account = [{arn = "r"}]
accessanalyzer_analyzer = [{arn = "a", type = "ACCOUNT_UNUSED_ACCESS", status = "ACTIVE"}]
expect = "pass"

[[example]]
account_account = [{arn = "r"}]
accessanalyzer_analyzer = [{arn = "a", account_id = "222222222222", type = "ORGANIZATION_UNUSED_ACCESS", status = "ACTIVE"}]
expect = "pass"

[[example]]
account_account = [{arn = "r"}]
accessanalyzer_analyzer = [{arn = "a", type = "ACCOUNT", status = "ACTIVE"}]
expect = "fail"

[[example]]
account_account = [{arn = "r"}]
accessanalyzer_analyzer = [{arn = "a"}]
expect = "unknown"
*/
with unused as (
  select
    a.account_id,
    a.arn,
    a.type,
    a.type in ('ACCOUNT_UNUSED_ACCESS', 'ORGANIZATION_UNUSED_ACCESS')
      and a.status = 'ACTIVE' as is_active
  from estate.accessanalyzer_analyzer a
)
select
  r.arn as resource,
  case
    when bool_or(u.is_active) then true
    when count(u.arn) > count(u.is_active) then null
    else false
  end as ok,
  'active analyzers of unused access: ' || count(case when u.is_active then u.arn end) as reason,
  ['*'] as accounts
from estate.account_account r
left join unused u
  on u.account_id = r.account_id
  or u.type is null
  or u.type = 'ORGANIZATION_UNUSED_ACCESS'
group by r.arn

/*
title = "Region should have an analyzer of external access"
layer = "identity"
severity = "medium"
why = "Policies that share a bucket, a key or a role with strangers are found within half an hour by an analyzer, and else by the strangers."
fix = "aws accessanalyzer create-analyzer --analyzer-name external --type ORGANIZATION --region REGION, from the management account or its delegated administrator (--type ACCOUNT for one account)"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-create-external.html"

[[example]]
account_region = [{arn = "r"}]
accessanalyzer_analyzer = [{arn = "a", type = "ACCOUNT", status = "ACTIVE"}]
expect = "pass"

# The analyzer of the organization, in another account.
[[example]]
account_region = [{arn = "r"}]
accessanalyzer_analyzer = [{arn = "a", account_id = "222222222222", type = "ORGANIZATION", status = "ACTIVE"}]
expect = "pass"

[[example]]
account_region = [{arn = "r"}]
accessanalyzer_analyzer = [{arn = "a", type = "ACCOUNT_UNUSED_ACCESS", status = "ACTIVE"}]
expect = "fail"

[[example]]
account_region = [{arn = "r"}]
accessanalyzer_analyzer = [{arn = "a", type = "ACCOUNT", status = "FAILED"}]
expect = "fail"

# That of another account.
[[example]]
account_region = [{arn = "r"}]
accessanalyzer_analyzer = [{arn = "a", account_id = "222222222222", type = "ACCOUNT", status = "ACTIVE"}]
expect = "fail"

[[example]]
account_region = [{arn = "r"}]
accessanalyzer_analyzer = [{arn = "a"}]
expect = "unknown"
*/
select
  r.arn as resource,
  case
    when bool_or(a.type in ('ACCOUNT', 'ORGANIZATION') and a.status = 'ACTIVE') then true
    when count(a.arn) > count(a.type in ('ACCOUNT', 'ORGANIZATION') and a.status = 'ACTIVE') then null
    else false
  end as ok,
  'active analyzers of external access: ' || count(
    case when a.type in ('ACCOUNT', 'ORGANIZATION') and a.status = 'ACTIVE' then a.arn end
  ) as reason,
  ['*'] as accounts
from estate.account_region r
left join estate.accessanalyzer_analyzer a
  on a.region = r.region
  and (a.account_id = r.account_id or a.type is null or a.type = 'ORGANIZATION')
group by r.arn

/*
doc = "Does an account of the organization administer a security service in every Region?"
layer = "detection"

[parameters.table]
kind = "table"
doc = "The table of the service's administrators."

[parameters.service]
kind = "value"
doc = "What the service is called in the reason."
sample = "Amazon Macie"

[[example]]
account_region = [{arn = "r"}]
organizations_organization = [{arn = "o", management_account_id = "111111111111"}]
"$table" = [{arn = "a"}]
expect = "pass"

[[example]]
account_region = [{arn = "r"}]
organizations_organization = [{arn = "o", management_account_id = "111111111111"}]
expect = "fail"

# There is one in another Region.
[[example]]
account_region = [{arn = "r"}]
organizations_organization = [{arn = "o", management_account_id = "111111111111"}]
"$table" = [{arn = "a", region = "us-west-2"}]
expect = "fail"

[[example]]
account_region = [{arn = "r"}]
organizations_organization = [{arn = "o"}]
expect = "unknown"
*/
with administrator as (
  select t.account_id, t.region
  from estate.$table t
  group by t.account_id, t.region
)
select
  r.arn as resource,
  case when o.management_account_id = r.account_id then a.region is not null end as ok,
  case when a.region is null then 'no account' else 'an account' end
    || ' of the organization administers ' || $service || ' in the Region' as reason
from estate.account_region r
join estate.organizations_organization o on (o.management_account_id = r.account_id) is not false
left join administrator a on a.account_id = r.account_id and a.region = r.region

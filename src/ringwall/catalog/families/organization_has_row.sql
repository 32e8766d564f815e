/*
doc = "Has the organization what a table has a row for, where it has it?"
layer = "accounts"

[parameters.table]
kind = "table"
doc = "A table of the organization."

[parameters.present]
kind = "value"
doc = "The reason where there is a row."
sample = "the organization has a backup policy"

[parameters.absent]
kind = "value"
doc = "The reason where there is none."
sample = "the organization has no backup policy"

[[example]]
organizations_organization = [{arn = "o", feature_set = "ALL"}]
"$table" = [{arn = "a"}]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o", feature_set = "ALL"}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
expect = "unknown"
*/
select
  o.arn as resource,
  case
    when count(t.arn) > 0 then true
    when o.feature_set is not null then false
  end as ok,
  case when count(t.arn) > 0 then $present else $absent end as reason
from estate.organizations_organization o
left join estate.$table t on true
-- Without all features, an organization cannot have it.
where o.feature_set is distinct from 'CONSOLIDATED_BILLING'
group by
  o.arn,
  o.feature_set

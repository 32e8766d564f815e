/*
title = "Findings of all Regions should be aggregated in Security Hub"
layer = "detection"
severity = "medium"
why = "Without an aggregator, whoever looks at findings has to look in each Region; those that nobody uses are forgotten."
fix = "aws securityhub create-finding-aggregator --region-linking-mode ALL_REGIONS, as the administrator, in the home Region"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/finding-aggregation.html"

[[example]]
organizations_organization = [{arn = "o"}]
securityhub_finding_aggregator = [{arn = "x", region_linking_mode = "ALL_REGIONS"}]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o"}]
securityhub_finding_aggregator = [{arn = "x", region_linking_mode = "NO_REGIONS"}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
securityhub_finding_aggregator = [{arn = "x"}]
expect = "unknown"
*/
with judged as (
  select
    bool_or(t.region_linking_mode = 'ALL_REGIONS' or t.region_linking_mode = 'ALL_REGIONS_EXCEPT_SPECIFIED') as works,
    count(*) > count(t.region_linking_mode = 'ALL_REGIONS' or t.region_linking_mode = 'ALL_REGIONS_EXCEPT_SPECIFIED') as is_doubtful,
    count(*) as many
  from estate.securityhub_finding_aggregator t
)
select
  o.arn as resource,
  case
    when j.works then true
    when j.is_doubtful then null
    else false
  end as ok,
  case when j.works then 'an aggregator takes in all Regions' else 'none of ' || j.many || ': an aggregator takes in all Regions' end as reason
from estate.organizations_organization o
cross join judged j

/*
title = "Organization should have an aggregator of AWS Config"
layer = "detection"
severity = "low"
why = "An aggregator shows the configurations of all accounts and Regions in one place, for whoever has to find out what an intruder changed."
fix = "aws configservice put-configuration-aggregator --configuration-aggregator-name NAME --organization-aggregation-source RoleArn=ROLE_ARN,AllAwsRegions=true, as the administrator of AWS Config"
url = "https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html"

[[example]]
organizations_organization = [{arn = "o"}]
config_configuration_aggregator = [{arn = "x", aggregates_organization = true, all_aws_regions = true}]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o"}]
config_configuration_aggregator = [{arn = "x", aggregates_organization = false, all_aws_regions = true}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
config_configuration_aggregator = [{arn = "x"}]
expect = "unknown"
*/
with judged as (
  select
    bool_or(t.aggregates_organization and t.all_aws_regions) as works,
    count(*) > count(t.aggregates_organization and t.all_aws_regions) as is_doubtful,
    count(*) as many
  from estate.config_configuration_aggregator t
)
select
  o.arn as resource,
  case
    when j.works then true
    when j.is_doubtful then null
    else false
  end as ok,
  case when j.works then 'an aggregator takes in the organization in all Regions' else 'none of ' || j.many || ': an aggregator takes in the organization in all Regions' end as reason
from estate.organizations_organization o
cross join judged j

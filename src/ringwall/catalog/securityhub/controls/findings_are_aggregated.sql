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
securityhub_finding_aggregator = [{arn = "x", region = "eu-west-1", region_linking_mode = "NO_REGIONS"}]
securityhub_hub = [{arn = "a", region = "us-east-1"}]
expect = "fail"

# All Regions that Security Hub is on in, by name.
[[example]]
organizations_organization = [{arn = "o"}]
securityhub_finding_aggregator = [{arn = "x", region = "eu-west-1", region_linking_mode = "SPECIFIED_REGIONS", regions = ["us-east-1"]}]
securityhub_hub = [{arn = "a", region = "eu-west-1"}, {arn = "b", region = "us-east-1"}]
expect = "pass"

# One of them is left out.
[[example]]
organizations_organization = [{arn = "o"}]
securityhub_finding_aggregator = [{arn = "x", region = "eu-west-1", region_linking_mode = "SPECIFIED_REGIONS", regions = ["us-east-1"]}]
securityhub_hub = [{arn = "a", region = "us-west-2"}, {arn = "b", region = "us-east-1"}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
securityhub_finding_aggregator = [{arn = "x", region = "eu-west-1", region_linking_mode = "SPECIFIED_REGIONS"}]
securityhub_hub = [{arn = "a", region = "us-west-2"}]
expect = "unknown"

# It is left out by name.
[[example]]
organizations_organization = [{arn = "o"}]
securityhub_finding_aggregator = [{arn = "x", region = "eu-west-1", region_linking_mode = "ALL_REGIONS_EXCEPT_SPECIFIED", regions = ["us-east-1"]}]
securityhub_hub = [{arn = "b", region = "us-east-1"}]
expect = "fail"

# The aggregator of an account that administers nothing.
[[example]]
organizations_organization = [{arn = "o"}]
securityhub_finding_aggregator = [{arn = "x", account_id = "111111111111", region_linking_mode = "ALL_REGIONS"}]
securityhub_delegated_admin = [{arn = "d", admin_account_id = "222222222222"}]
expect = "fail"

# There is one Region alone.
[[example]]
organizations_organization = [{arn = "o"}]
securityhub_finding_aggregator = [{arn = "x", region = "eu-west-1", region_linking_mode = "NO_REGIONS"}]
securityhub_hub = [{arn = "a", region = "eu-west-1"}]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o"}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
securityhub_finding_aggregator = [{arn = "x"}]
expect = "unknown"
*/
with hub_region as (
  select distinct h.region
  from estate.securityhub_hub h
),
-- A Region of hubs that an aggregator leaves out.
left_out as (
  select
    g.arn,
    min(h.region) as region
  from estate.securityhub_finding_aggregator g
  cross join hub_region h
  where h.region <> g.region
    and case g.region_linking_mode
      when 'NO_REGIONS' then true
      when 'SPECIFIED_REGIONS' then not list_contains(g.regions, h.region)
      when 'ALL_REGIONS_EXCEPT_SPECIFIED' then list_contains(g.regions, h.region)
      else false
    end
  group by g.arn
),
-- Where somebody administers Security Hub, another account's aggregator has its own findings.
administrator as (
  select
    g.arn,
    case
      when count(d.arn) = 0 or bool_or(d.admin_account_id = g.account_id) then true
      when count(d.arn) > count(d.admin_account_id) then null
      else false
    end as is_one
  from estate.securityhub_finding_aggregator g
  left join estate.securityhub_delegated_admin d on true
  group by g.arn
),
aggregator as (
  select
    g.arn,
    l.region as left_out,
    case
      when l.arn is not null or not o.is_one then false
      when o.is_one is null or g.region_linking_mode is null then null
      when g.region_linking_mode like '%SPECIFIED%' and g.regions is null then null
      else true
    end as works
  from estate.securityhub_finding_aggregator g
  left join left_out l on l.arn = g.arn
  left join administrator o on o.arn = g.arn
),
judged as (
  select
    bool_or(a.works) as works,
    count(*) > count(a.works) as is_doubtful,
    count(*) as many,
    min(a.left_out) as left_out
  from aggregator a
)
select
  o.arn as resource,
  case
    when j.works then true
    when j.is_doubtful then null
    else false
  end as ok,
  case
    when j.works then 'an aggregator takes in all Regions where Security Hub is on'
    when j.many = 0 then 'there is no aggregator'
    when j.left_out is not null then 'no aggregator takes in all Regions: ' || j.left_out || ' is left out'
    when j.is_doubtful then 'it is not known which Regions are taken in'
    else 'the account that administers Security Hub has no aggregator'
  end as reason
from estate.organizations_organization o
cross join judged j

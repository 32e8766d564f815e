/*
title = "Organization should have a multi-Region trail of its own"
layer = "detection"
severity = "high"
why = "A trail of the organization records every account from its first day, and no account can change it."
fix = "aws cloudtrail create-trail --name NAME --s3-bucket-name BUCKET --is-organization-trail --is-multi-region-trail --enable-log-file-validation --kms-key-id KEY_ARN, in the management account, then aws cloudtrail start-logging --name NAME"
url = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html"

[[example]]
organizations_organization = [{arn = "o"}]
cloudtrail_trail = [{arn = "x", is_organization_trail = true, is_multi_region_trail = true, is_logging = true}]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o"}]
cloudtrail_trail = [{arn = "x", is_organization_trail = true, is_multi_region_trail = false, is_logging = true}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
cloudtrail_trail = [{arn = "x"}]
expect = "unknown"
*/
with judged as (
  select
    bool_or(t.is_organization_trail and t.is_multi_region_trail and t.is_logging) as works,
    count(*) > count(t.is_organization_trail and t.is_multi_region_trail and t.is_logging) as is_doubtful,
    count(*) as many
  from estate.cloudtrail_trail t
)
select
  o.arn as resource,
  case
    when j.works then true
    when j.is_doubtful then null
    else false
  end as ok,
  case when j.works then 'a trail of the organization records all Regions' else 'none of ' || j.many || ': a trail of the organization records all Regions' end as reason
from estate.organizations_organization o
cross join judged j

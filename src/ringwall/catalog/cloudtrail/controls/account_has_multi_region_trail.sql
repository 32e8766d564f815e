/*
title = "Account should have a multi-Region trail that records all management events"
layer = "detection"
severity = "high"
why = "Activity that no trail records cannot be seen, and attackers prefer Regions that nobody uses. One multi-Region trail records them all; an organization trail does so for all accounts."
fix = "aws cloudtrail create-trail --name NAME --s3-bucket-name BUCKET --is-multi-region-trail --enable-log-file-validation (with --is-organization-trail in the management account), then aws cloudtrail start-logging --name NAME; for an existing trail aws cloudtrail update-trail --name NAME --is-multi-region-trail and aws cloudtrail put-event-selectors --trail-name NAME --event-selectors ReadWriteType=All,IncludeManagementEvents=true"
url = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-a-trail.html"

[[example]]
account_account = [{arn = "a"}]
cloudtrail_trail = [{arn = "t", is_multi_region_trail = true, is_logging = true, records_management_reads = true, records_management_writes = true}]
expect = "pass"

# A member account sees its replica of the organization's trail.
[[example]]
account_account = [{arn = "a"}]
cloudtrail_trail = [{arn = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/org", trail_arn = "arn:aws:cloudtrail:eu-west-1:999999999999:trail/org", is_organization_trail = true, is_multi_region_trail = true, is_logging = true, records_management_reads = true, records_management_writes = true}]
expect = "pass"

[[example]]
account_account = [{arn = "a"}]
expect = "fail"

# Three trails, each with something missing.
[[example]]
account_account = [{arn = "a"}]
cloudtrail_trail = [
  {arn = "t1", is_multi_region_trail = true, is_logging = false, records_management_reads = true, records_management_writes = true},
  {arn = "t2", is_multi_region_trail = false, is_logging = true, records_management_reads = true, records_management_writes = true},
  {arn = "t3", is_multi_region_trail = true, is_logging = true, records_management_reads = false, records_management_writes = false},
]
expect = "fail"

# One trail records reads, another one writes: together, all.
[[example]]
account_account = [{arn = "a"}]
cloudtrail_trail = [
  {arn = "t1", is_multi_region_trail = true, is_logging = true, records_management_reads = true, records_management_writes = false},
  {arn = "t2", is_multi_region_trail = true, is_logging = true, records_management_reads = false, records_management_writes = true},
]
expect = "pass"

# The trail that records writes does not log.
[[example]]
account_account = [{arn = "a"}]
cloudtrail_trail = [
  {arn = "t1", is_multi_region_trail = true, is_logging = true, records_management_reads = true, records_management_writes = false},
  {arn = "t2", is_multi_region_trail = true, is_logging = false, records_management_reads = false, records_management_writes = true},
]
expect = "fail"

# Another account's trail does not help.
[[example]]
account_account = [{arn = "a"}]
cloudtrail_trail = [{arn = "t", account_id = "222222222222", is_multi_region_trail = true, is_logging = true, records_management_reads = true, records_management_writes = true}]
expect = "fail"

[[example]]
account_account = [{arn = "a"}]
cloudtrail_trail = [{arn = "t", is_multi_region_trail = true, records_management_reads = true, records_management_writes = true}]
expect = "unknown"
*/
with trail as (
  select
    t.account_id,
    t.arn,
    t.is_multi_region_trail,
    t.is_logging,
    t.records_management_reads and t.records_management_writes as records_all,
    t.is_multi_region_trail and t.is_logging and t.records_management_reads as reads,
    t.is_multi_region_trail and t.is_logging and t.records_management_writes as writes
  from estate.cloudtrail_trail t
)
select
  a.arn as resource,
  case
    when bool_or(t.reads) then true
    when count(t.arn) > count(t.reads) then null
    else false
  end
    and case
      when bool_or(t.writes) then true
      when count(t.arn) > count(t.writes) then null
      else false
    end as ok,
  'trails: ' || count(t.arn)
    || ', multi-Region: ' || count(case when t.is_multi_region_trail then t.arn end)
    || ', logging: ' || count(case when t.is_logging then t.arn end)
    || ', with all management events: ' || count(case when t.records_all then t.arn end) as reason
from estate.account_account a
left join trail t on t.account_id = a.account_id
group by a.arn

/*
title = "GuardDuty should be enabled in the Region"
layer = "detection"
severity = "high"
why = "GuardDuty analyzes DNS queries, flow logs and API calls that nobody reads. In a Region without it an intruder can work unnoticed, even where you run nothing."
fix = "aws guardduty create-detector --enable --region REGION; if the detector is suspended: aws guardduty update-detector --detector-id ID --enable. For all accounts at once, enable it automatically from the delegated administrator."
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_settingup.html"

[[example]]
account_region = [{arn = "r"}]
guardduty_detector = [{arn = "d", status = "ENABLED"}]
expect = "pass"

[[example]]
account_region = [{arn = "r"}]
expect = "fail"

# The detector is suspended.
[[example]]
account_region = [{arn = "r"}]
guardduty_detector = [{arn = "d", status = "DISABLED"}]
expect = "fail"

# Detectors of another Region, and of another account.
[[example]]
account_region = [{arn = "r"}]
guardduty_detector = [
  {arn = "d", status = "ENABLED", region = "us-east-1"},
  {arn = "e", status = "ENABLED", account_id = "222222222222"},
]
expect = "fail"

[[example]]
account_region = [{arn = "r"}]
guardduty_detector = [{arn = "d"}]
expect = "unknown"
*/
with detector as (
  select
    d.account_id,
    d.region,
    bool_or(d.status = 'ENABLED') as is_enabled,
    count(*) > count(d.status) as is_doubtful,
    coalesce(min(d.status), 'not known') as status
  from estate.guardduty_detector d
  group by d.account_id, d.region
)
select
  r.arn as resource,
  case
    when d.is_enabled then true
    when d.is_doubtful then null
    else false
  end as ok,
  case
    when d.account_id is null then 'GuardDuty has no detector in the Region'
    else 'the detector''s status is ' || d.status
  end as reason
from estate.account_region r
left join detector d on d.account_id = r.account_id and d.region = r.region

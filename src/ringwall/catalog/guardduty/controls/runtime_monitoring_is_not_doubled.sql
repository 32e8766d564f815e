/*
title = "GuardDuty should monitor the runtime of EKS once"
layer = "detection"
severity = "low"
why = "RUNTIME_MONITORING takes EKS in, too. AWS advises against EKS_RUNTIME_MONITORING beside it: it is the older feature, and the two are set apart."
fix = "aws guardduty update-detector --detector-id ID --features Name=EKS_RUNTIME_MONITORING,Status=DISABLED"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/migrating-from-eksrunmon-to-runtime-monitoring.html"

[[example]]
guardduty_detector_feature = [
  {arn = "e", name = "EKS_RUNTIME_MONITORING", status = "DISABLED"},
  {arn = "f", name = "RUNTIME_MONITORING", status = "ENABLED"},
]
expect = "pass"

[[example]]
guardduty_detector_feature = [
  {arn = "e", name = "EKS_RUNTIME_MONITORING", status = "ENABLED"},
  {arn = "f", name = "RUNTIME_MONITORING", status = "ENABLED"},
]
expect = "fail"

# The other one is of another Region.
[[example]]
guardduty_detector_feature = [
  {arn = "e", name = "EKS_RUNTIME_MONITORING", status = "ENABLED"},
  {arn = "f", name = "RUNTIME_MONITORING", status = "ENABLED", region = "us-west-2"},
]
expect = "pass"

[[example]]
guardduty_detector_feature = [
  {arn = "e", name = "EKS_RUNTIME_MONITORING"},
  {arn = "f", name = "RUNTIME_MONITORING", status = "ENABLED"},
]
expect = "unknown"
*/
with newer as (
  select
    f.account_id,
    f.region,
    bool_or(f.name = 'RUNTIME_MONITORING' and f.status = 'ENABLED') as is_on,
    count(*) > count(f.name = 'RUNTIME_MONITORING' and f.status = 'ENABLED') as is_doubtful
  from estate.guardduty_detector_feature f
  group by f.account_id, f.region
)
select
  f.arn as resource,
  not (
    f.name = 'EKS_RUNTIME_MONITORING'
    and f.status = 'ENABLED'
    and case
      when n.is_on then true
      when n.is_doubtful then null
      else false
    end
  ) as ok,
  'EKS_RUNTIME_MONITORING is ' || f.status || ', RUNTIME_MONITORING is '
    || case when n.is_on then 'ENABLED' else 'not' end as reason
from estate.guardduty_detector_feature f
join newer n on n.account_id = f.account_id and n.region = f.region
where (f.name = 'EKS_RUNTIME_MONITORING') is not false

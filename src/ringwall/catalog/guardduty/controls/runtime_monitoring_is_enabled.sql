/*
title = "GuardDuty Runtime Monitoring should be enabled"
layer = "detection"
severity = "medium"
why = "It sees processes, files and connections within instances and containers, of which nothing else tells."
fix = "aws guardduty update-detector --detector-id ID --features Name=RUNTIME_MONITORING,Status=ENABLED; for all accounts at once: aws guardduty update-organization-configuration, as the administrator"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring.html"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "RUNTIME_MONITORING", status = "ENABLED"}]
expect = "pass"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "RUNTIME_MONITORING", status = "DISABLED"}]
expect = "fail"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "RUNTIME_MONITORING"}]
expect = "unknown"
*/
select
  f.arn as resource,
  case when f.name = 'RUNTIME_MONITORING' then f.status = 'ENABLED' end as ok,
  'RUNTIME_MONITORING is ' || f.status as reason
from estate.guardduty_detector_feature f
where (f.name = 'RUNTIME_MONITORING') is not false

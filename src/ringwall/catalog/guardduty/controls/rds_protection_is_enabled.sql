/*
title = "GuardDuty RDS Protection should be enabled"
layer = "detection"
severity = "low"
why = "It sees sign-ins to Aurora databases that are out of the ordinary, which CloudTrail does not record."
fix = "aws guardduty update-detector --detector-id ID --features Name=RDS_LOGIN_EVENTS,Status=ENABLED; for all accounts at once: aws guardduty update-organization-configuration, as the administrator"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/rds-protection.html"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "RDS_LOGIN_EVENTS", status = "ENABLED"}]
expect = "pass"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "RDS_LOGIN_EVENTS", status = "DISABLED"}]
expect = "fail"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "RDS_LOGIN_EVENTS"}]
expect = "unknown"
*/
select
  f.arn as resource,
  case when f.name = 'RDS_LOGIN_EVENTS' then f.status = 'ENABLED' end as ok,
  'RDS_LOGIN_EVENTS is ' || f.status as reason
from estate.guardduty_detector_feature f
where (f.name = 'RDS_LOGIN_EVENTS') is not false

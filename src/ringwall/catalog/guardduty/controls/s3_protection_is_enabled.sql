/*
title = "GuardDuty S3 Protection should be enabled"
layer = "detection"
severity = "medium"
why = "It sees when data is read or deleted in S3 as an intruder would, of which management events say nothing."
fix = "aws guardduty update-detector --detector-id ID --features Name=S3_DATA_EVENTS,Status=ENABLED; for all accounts at once: aws guardduty update-organization-configuration, as the administrator"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/s3-protection.html"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "S3_DATA_EVENTS", status = "ENABLED"}]
expect = "pass"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "S3_DATA_EVENTS", status = "DISABLED"}]
expect = "fail"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "S3_DATA_EVENTS"}]
expect = "unknown"
*/
select
  f.arn as resource,
  case when f.name = 'S3_DATA_EVENTS' then f.status = 'ENABLED' end as ok,
  'S3_DATA_EVENTS is ' || f.status as reason
from estate.guardduty_detector_feature f
where (f.name = 'S3_DATA_EVENTS') is not false

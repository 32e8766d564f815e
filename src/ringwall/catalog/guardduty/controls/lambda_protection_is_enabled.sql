/*
title = "GuardDuty Lambda Protection should be enabled"
layer = "detection"
severity = "low"
why = "It sees where functions connect to, which flow logs of a VPC do not show."
fix = "aws guardduty update-detector --detector-id ID --features Name=LAMBDA_NETWORK_LOGS,Status=ENABLED; for all accounts at once: aws guardduty update-organization-configuration, as the administrator"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/lambda-protection.html"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "LAMBDA_NETWORK_LOGS", status = "ENABLED"}]
expect = "pass"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "LAMBDA_NETWORK_LOGS", status = "DISABLED"}]
expect = "fail"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "LAMBDA_NETWORK_LOGS"}]
expect = "unknown"
*/
select
  f.arn as resource,
  case when f.name = 'LAMBDA_NETWORK_LOGS' then f.status = 'ENABLED' end as ok,
  'LAMBDA_NETWORK_LOGS is ' || f.status as reason
from estate.guardduty_detector_feature f
where (f.name = 'LAMBDA_NETWORK_LOGS') is not false

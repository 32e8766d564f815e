/*
title = "GuardDuty should watch the audit logs of EKS"
layer = "detection"
severity = "low"
why = "Who takes over a cluster acts through its API, which only its audit logs show."
fix = "aws guardduty update-detector --detector-id ID --features Name=EKS_AUDIT_LOGS,Status=ENABLED; for all accounts at once: aws guardduty update-organization-configuration, as the administrator"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/kubernetes-protection.html"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "EKS_AUDIT_LOGS", status = "ENABLED"}]
expect = "pass"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "EKS_AUDIT_LOGS", status = "DISABLED"}]
expect = "fail"

[[example]]
guardduty_detector_feature = [{arn = "f", name = "EKS_AUDIT_LOGS"}]
expect = "unknown"
*/
select
  f.arn as resource,
  case when f.name = 'EKS_AUDIT_LOGS' then f.status = 'ENABLED' end as ok,
  'EKS_AUDIT_LOGS is ' || f.status as reason
from estate.guardduty_detector_feature f
where (f.name = 'EKS_AUDIT_LOGS') is not false

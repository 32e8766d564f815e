/*
title = "ACM certificate should be validated, first and when it is renewed"
layer = "data"
severity = "medium"
why = "A request that nobody validates fails after 72 hours. A certificate whose renewal waits for validation or has failed expires."
fix = "Make the CNAME records that `aws acm describe-certificate --certificate-arn ARN` shows, and let CAA records of the domain name amazon.com; delete a request that has failed, and request it again"
url = "https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting.html"

[[example]]
certificatemanager_certificate = [{arn = "c", status = "ISSUED", renewal_status = "SUCCESS", failure_reason = "", renewal_status_reason = ""}]
expect = "pass"

[[example]]
certificatemanager_certificate = [{arn = "c", status = "FAILED", renewal_status = "", failure_reason = "CAA_ERROR", renewal_status_reason = ""}]
expect = "fail"

[[example]]
certificatemanager_certificate = [{arn = "c", status = "PENDING_VALIDATION", renewal_status = "", failure_reason = "", renewal_status_reason = ""}]
expect = "fail"

[[example]]
certificatemanager_certificate = [{arn = "c", status = "ISSUED", renewal_status = "FAILED", failure_reason = "", renewal_status_reason = "CAA_ERROR"}]
expect = "fail"

[[example]]
certificatemanager_certificate = [{arn = "c"}]
expect = "unknown"
*/
select
  arn as resource,
  status not in ('PENDING_VALIDATION', 'VALIDATION_TIMED_OUT', 'FAILED')
  and renewal_status not in ('PENDING_VALIDATION', 'FAILED') as ok,
  concat_ws(' ', status, failure_reason, 'renewal ' || nullif(renewal_status, ''), renewal_status_reason) as reason
from estate.certificatemanager_certificate

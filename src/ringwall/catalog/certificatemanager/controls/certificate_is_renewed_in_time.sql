/*
title = "ACM certificate should be renewed 30 days before it expires"
layer = "data"
severity = "medium"
why = "Browsers and clients refuse a certificate that has expired: what uses it cannot be reached. ACM renews what it issued while it is in use and its DNS records are there, and nothing that was imported."
fix = "For a certificate that AWS issued, make the CNAME records again that `aws acm describe-certificate --certificate-arn ARN` shows; import a new one in place of one that was imported: aws acm import-certificate --certificate-arn ARN"
url = "https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html"

[[example]]
certificatemanager_certificate = [{arn = "c", status = "ISSUED", not_after = 2026-09-01T00:00:00Z, captured_at = 2026-03-01T00:00:00Z}]
expect = "pass"

[[example]]
certificatemanager_certificate = [{arn = "c", status = "ISSUED", not_after = 2026-03-20T00:00:00Z, captured_at = 2026-03-01T00:00:00Z}]
expect = "fail"

[[example]]
certificatemanager_certificate = [{arn = "c", status = "EXPIRED", not_after = 2026-02-01T00:00:00Z, captured_at = 2026-03-01T00:00:00Z}]
expect = "fail"

# A request that waits for its validation has nothing yet that could expire.
[[example]]
certificatemanager_certificate = [
  {arn = "c1", status = "PENDING_VALIDATION", not_after = 1970-01-01T00:00:00Z, captured_at = 2026-03-01T00:00:00Z},
  {arn = "c2", status = "ISSUED", not_after = 2026-09-01T00:00:00Z, captured_at = 2026-03-01T00:00:00Z},
]
expect = "pass"

[[example]]
certificatemanager_certificate = [{arn = "c"}]
expect = "unknown"
*/
select
  arn as resource,
  case when status in ('ISSUED', 'EXPIRED') then not_after > captured_at + interval 30 days end as ok,
  status || ' until ' || strftime(not_after, '%Y-%m-%d') as reason
from estate.certificatemanager_certificate
where status in ('ISSUED', 'EXPIRED') is not false

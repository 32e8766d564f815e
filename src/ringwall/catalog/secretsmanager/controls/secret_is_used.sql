/*
title = "Secret that is not used should be removed"
layer = "data"
severity = "medium"
why = "A secret that nobody reads is still one that somebody can steal, and nobody notices when it is used. It costs 0.40 USD a month."
fix = "aws secretsmanager delete-secret --secret-id ARN --recovery-window-in-days 30 (until then, it can be restored)"
url = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html"

[[example]]
secretsmanager_secret = [{arn = "s", last_accessed_date = "2026-06-01T00:00:00Z", created_date = "2020-01-01T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
expect = "pass"

[[example]]
secretsmanager_secret = [{arn = "s", last_accessed_date = "2026-01-01T00:00:00Z", created_date = "2020-01-01T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
expect = "fail"

# It is new.
[[example]]
secretsmanager_secret = [{arn = "s", last_accessed_date = "1970-01-01T00:00:00Z", created_date = "2026-06-20T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
expect = "pass"

[[example]]
secretsmanager_secret = [{arn = "s", last_accessed_date = "1970-01-01T00:00:00Z", created_date = "2020-01-01T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
expect = "fail"

[[example]]
secretsmanager_secret = [{arn = "s", captured_at = "2026-06-30T00:00:00Z"}]
expect = "unknown"
*/
select
  s.arn as resource,
  s.last_accessed_date >= s.captured_at - interval 90 day
    or s.created_date >= s.captured_at - interval 90 day as ok,
  case
    when year(s.last_accessed_date) > 1970 then 'last read on ' || cast(cast(s.last_accessed_date as date) as text)
    else 'never last read, created on ' || cast(cast(s.created_date as date) as text)
  end as reason
from estate.secretsmanager_secret s

/*
title = "Secret should have a new value every 90 days"
layer = "data"
severity = "medium"
why = "The longer a value is in force, the more copies of it there are: in logs, on laptops, with people who left."
fix = "aws secretsmanager rotate-secret --secret-id ARN; where nothing rotates it, put a new value, first where it is used: aws secretsmanager put-secret-value --secret-id ARN --secret-string file://value"
url = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html"

[[example]]
secretsmanager_secret = [{arn = "s", last_rotated_date = "2026-06-01T00:00:00Z", created_date = "2020-01-01T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
expect = "pass"

[[example]]
secretsmanager_secret = [{arn = "s", last_rotated_date = "2026-01-01T00:00:00Z", created_date = "2020-01-01T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
expect = "fail"

# It is new.
[[example]]
secretsmanager_secret = [{arn = "s", last_rotated_date = "1970-01-01T00:00:00Z", created_date = "2026-06-20T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
expect = "pass"

[[example]]
secretsmanager_secret = [{arn = "s", last_rotated_date = "1970-01-01T00:00:00Z", created_date = "2020-01-01T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
expect = "fail"

[[example]]
secretsmanager_secret = [{arn = "s", captured_at = "2026-06-30T00:00:00Z"}]
expect = "unknown"
*/
select
  s.arn as resource,
  s.last_rotated_date >= s.captured_at - interval 90 day
    or s.created_date >= s.captured_at - interval 90 day as ok,
  case
    when year(s.last_rotated_date) > 1970 then 'last rotated on ' || cast(cast(s.last_rotated_date as date) as text)
    else 'never last rotated, created on ' || cast(cast(s.created_date as date) as text)
  end as reason
from estate.secretsmanager_secret s

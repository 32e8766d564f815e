/*
title = "Rotation of a secret should succeed"
layer = "data"
severity = "medium"
why = "Rotation that fails looks like rotation that works until somebody reads the log: the old value stays in force, with everybody who has a copy of it."
fix = "Read the log of the rotation function, correct the function, and rotate again: aws secretsmanager rotate-secret --secret-id ARN"
url = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html"

[[example]]
secretsmanager_secret = [{arn = "s", rotation_enabled = true, next_rotation_date = "2026-07-10T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
expect = "pass"

[[example]]
secretsmanager_secret = [{arn = "s", rotation_enabled = true, next_rotation_date = "2026-06-10T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
expect = "fail"

# Between two dates, AWS may still be at it.
[[example]]
secretsmanager_secret = [{arn = "s", rotation_enabled = true, next_rotation_date = "2026-06-29T12:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
expect = "pass"

[[example]]
secretsmanager_secret = [{arn = "s", rotation_enabled = true, captured_at = "2026-06-30T00:00:00Z"}]
expect = "unknown"
*/
select
  s.arn as resource,
  case
    when s.rotation_enabled then s.next_rotation_date >= s.captured_at - interval 1 day
  end as ok,
  'rotation is due on ' || cast(cast(s.next_rotation_date as date) as text) as reason
from estate.secretsmanager_secret s
where s.rotation_enabled is not false

/*
title = "Root user should not have been used for 90 days"
layer = "identity"
severity = "high"
why = "Few tasks need the root user. When it is used for daily work, the logs do not show which person acted, and no policy limits what they do."
fix = "Find out who signed in (aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=root), give that person a role for the task, and keep the root credentials in a safe place"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html"

[[example]]
iam_account = [{arn = "a", captured_at = "2026-06-30T00:00:00Z", root_password_last_used = "2026-01-01T00:00:00Z", root_access_key_1_last_used_date = "1970-01-01T00:00:00Z", root_access_key_2_last_used_date = "1970-01-01T00:00:00Z"}]
expect = "pass"

[[example]]
iam_account = [{arn = "a", captured_at = "2026-06-30T00:00:00Z", root_password_last_used = "2026-06-01T00:00:00Z", root_access_key_1_last_used_date = "1970-01-01T00:00:00Z", root_access_key_2_last_used_date = "1970-01-01T00:00:00Z"}]
expect = "fail"

# Nobody signed in, but a key was used.
[[example]]
iam_account = [{arn = "a", captured_at = "2026-06-30T00:00:00Z", root_password_last_used = "1970-01-01T00:00:00Z", root_access_key_1_last_used_date = "1970-01-01T00:00:00Z", root_access_key_2_last_used_date = "2026-06-29T00:00:00Z"}]
expect = "fail"

# The credential report was denied.
[[example]]
iam_account = [{arn = "a", captured_at = "2026-06-30T00:00:00Z"}]
expect = "unknown"
*/
select
  a.arn as resource,
  a.root_password_last_used < a.captured_at - interval 90 day
    and a.root_access_key_1_last_used_date < a.captured_at - interval 90 day
    and a.root_access_key_2_last_used_date < a.captured_at - interval 90 day as ok,
  'last used: password '
    || replace(cast(cast(a.root_password_last_used as date) as text), '1970-01-01', 'never')
    || ', access keys '
    || replace(
      cast(
        cast(
          greatest(a.root_access_key_1_last_used_date, a.root_access_key_2_last_used_date) as date
        ) as text
      ),
      '1970-01-01',
      'never'
    ) as reason
from estate.iam_account a

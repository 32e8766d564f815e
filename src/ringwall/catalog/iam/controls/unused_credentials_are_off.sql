/*
title = "IAM user should not have credentials that were unused for 45 days"
layer = "identity"
severity = "medium"
why = "If nobody uses a password or key, nobody notices when an attacker does. It often belongs to a person who has left."
fix = "Delete the password (aws iam delete-login-profile --user-name NAME) and deactivate the key (aws iam update-access-key --user-name NAME --access-key-id KEY --status Inactive); delete the key when nothing depends on it"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html"

[[example]]
iam_user = [{arn = "u", captured_at = "2026-06-30T00:00:00Z", password_enabled = true, password_last_used = "2026-06-20T00:00:00Z", password_last_changed = "2025-01-01T00:00:00Z", access_key_1_active = false, access_key_1_last_used_date = "2024-01-01T00:00:00Z", access_key_1_last_rotated = "2024-01-01T00:00:00Z", access_key_2_active = false, access_key_2_last_used_date = "1970-01-01T00:00:00Z", access_key_2_last_rotated = "1970-01-01T00:00:00Z"}]
expect = "pass"

[[example]]
iam_user = [{arn = "u", captured_at = "2026-06-30T00:00:00Z", password_enabled = false, password_last_used = "1970-01-01T00:00:00Z", password_last_changed = "1970-01-01T00:00:00Z", access_key_1_active = true, access_key_1_last_used_date = "2026-01-01T00:00:00Z", access_key_1_last_rotated = "2025-06-01T00:00:00Z", access_key_2_active = false, access_key_2_last_used_date = "1970-01-01T00:00:00Z", access_key_2_last_rotated = "1970-01-01T00:00:00Z"}]
expect = "fail"

# Never used, but created last week.
[[example]]
iam_user = [{arn = "u", captured_at = "2026-06-30T00:00:00Z", password_enabled = true, password_last_used = "1970-01-01T00:00:00Z", password_last_changed = "2026-06-25T00:00:00Z", access_key_1_active = true, access_key_1_last_used_date = "1970-01-01T00:00:00Z", access_key_1_last_rotated = "2026-06-25T00:00:00Z", access_key_2_active = false, access_key_2_last_used_date = "1970-01-01T00:00:00Z", access_key_2_last_rotated = "1970-01-01T00:00:00Z"}]
expect = "pass"

# Never used, and created long ago.
[[example]]
iam_user = [{arn = "u", captured_at = "2026-06-30T00:00:00Z", password_enabled = true, password_last_used = "1970-01-01T00:00:00Z", password_last_changed = "2026-01-25T00:00:00Z", access_key_1_active = false, access_key_1_last_used_date = "1970-01-01T00:00:00Z", access_key_1_last_rotated = "1970-01-01T00:00:00Z", access_key_2_active = false, access_key_2_last_used_date = "1970-01-01T00:00:00Z", access_key_2_last_rotated = "1970-01-01T00:00:00Z"}]
expect = "fail"

# The password was changed last week, but has not been used for a year: a change is no use.
[[example]]
iam_user = [{arn = "u", captured_at = "2026-06-30T00:00:00Z", password_enabled = true, password_last_used = "2025-06-25T00:00:00Z", password_last_changed = "2026-06-25T00:00:00Z", access_key_1_active = false, access_key_1_last_used_date = "1970-01-01T00:00:00Z", access_key_1_last_rotated = "1970-01-01T00:00:00Z", access_key_2_active = false, access_key_2_last_used_date = "1970-01-01T00:00:00Z", access_key_2_last_rotated = "1970-01-01T00:00:00Z"}]
expect = "fail"

# The same for a key that was activated again.
[[example]]
iam_user = [{arn = "u", captured_at = "2026-06-30T00:00:00Z", password_enabled = false, password_last_used = "1970-01-01T00:00:00Z", password_last_changed = "1970-01-01T00:00:00Z", access_key_1_active = false, access_key_1_last_used_date = "1970-01-01T00:00:00Z", access_key_1_last_rotated = "1970-01-01T00:00:00Z", access_key_2_active = true, access_key_2_last_used_date = "2025-06-25T00:00:00Z", access_key_2_last_rotated = "2026-06-25T00:00:00Z"}]
expect = "fail"

[[example]]
iam_user = [{arn = "u", captured_at = "2026-06-30T00:00:00Z"}]
expect = "unknown"
*/
select
  u.arn as resource,
  -- What was used once counts by its last use: a change is none.
  (
    not u.password_enabled
      or u.password_last_used >= u.captured_at - interval 45 day
      or (
        u.password_last_used = '1970-01-01'
          and u.password_last_changed >= u.captured_at - interval 45 day
      )
  )
    and (
      not u.access_key_1_active
        or u.access_key_1_last_used_date >= u.captured_at - interval 45 day
        or (
          u.access_key_1_last_used_date = '1970-01-01'
            and u.access_key_1_last_rotated >= u.captured_at - interval 45 day
        )
    )
    and (
      not u.access_key_2_active
        or u.access_key_2_last_used_date >= u.captured_at - interval 45 day
        or (
          u.access_key_2_last_used_date = '1970-01-01'
            and u.access_key_2_last_rotated >= u.captured_at - interval 45 day
        )
    ) as ok,
  'last used: ' || concat_ws(
    ', ',
    case
      when u.password_enabled
        then 'password '
          || replace(cast(cast(u.password_last_used as date) as text), '1970-01-01', 'never')
      when not u.password_enabled then 'no password'
    end,
    case
      when u.access_key_1_active
        then 'access key 1 ' || replace(
          cast(cast(u.access_key_1_last_used_date as date) as text), '1970-01-01', 'never'
        )
      when not u.access_key_1_active then 'access key 1 is inactive'
    end,
    case
      when u.access_key_2_active
        then 'access key 2 ' || replace(
          cast(cast(u.access_key_2_last_used_date as date) as text), '1970-01-01', 'never'
        )
      when not u.access_key_2_active then 'access key 2 is inactive'
    end
  ) as reason
from estate.iam_user u

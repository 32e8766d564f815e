/*
title = "IAM user should rotate access keys every 90 days"
layer = "identity"
severity = "medium"
why = "The older a key is, the more laptops, logs and repositories it may be in. When a key is replaced, all copies of it become useless."
fix = "Create a new key (aws iam create-access-key --user-name NAME), put it where the old one is used, then deactivate the old one: aws iam update-access-key --user-name NAME --access-key-id KEY --status Inactive. Better: use a role instead of a user"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html"

[[example]]
iam_user = [{arn = "u", captured_at = "2026-06-30T00:00:00Z", access_key_1_active = true, access_key_1_last_rotated = "2026-06-01T00:00:00Z", access_key_2_active = false, access_key_2_last_rotated = "1970-01-01T00:00:00Z"}]
expect = "pass"

[[example]]
iam_user = [{arn = "u", captured_at = "2026-06-30T00:00:00Z", access_key_1_active = true, access_key_1_last_rotated = "2026-06-01T00:00:00Z", access_key_2_active = true, access_key_2_last_rotated = "2025-01-01T00:00:00Z"}]
expect = "fail"

# An old key that is inactive does not count.
[[example]]
iam_user = [{arn = "u", captured_at = "2026-06-30T00:00:00Z", access_key_1_active = false, access_key_1_last_rotated = "2020-01-01T00:00:00Z", access_key_2_active = false, access_key_2_last_rotated = "1970-01-01T00:00:00Z"}]
expect = "pass"

[[example]]
iam_user = [{arn = "u", captured_at = "2026-06-30T00:00:00Z", access_key_2_active = false}]
expect = "unknown"
*/
select
  u.arn as resource,
  (not u.access_key_1_active or u.access_key_1_last_rotated >= u.captured_at - interval 90 day)
    and (
      not u.access_key_2_active or u.access_key_2_last_rotated >= u.captured_at - interval 90 day
    ) as ok,
  concat_ws(
    ', ',
    case
      when u.access_key_1_active
        then 'access key 1 was created on ' || cast(cast(u.access_key_1_last_rotated as date) as text)
      when not u.access_key_1_active then 'access key 1 is inactive'
    end,
    case
      when u.access_key_2_active
        then 'access key 2 was created on ' || cast(cast(u.access_key_2_last_rotated as date) as text)
      when not u.access_key_2_active then 'access key 2 is inactive'
    end
  ) as reason
from estate.iam_user u

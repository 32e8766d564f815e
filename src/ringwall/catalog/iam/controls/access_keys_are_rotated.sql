/*
title = "An IAM user's access keys are at most 90 days old"
layer = "identity"
severity = "medium"
why = "The older a key, the more laptops, logs and repositories it has passed through. A key that is replaced ends all copies of it."
fix = "Make a new key (aws iam create-access-key --user-name NAME), bring it to where the old one is used, then switch the old one off: aws iam update-access-key --user-name NAME --access-key-id KEY --status Inactive. Better: a role instead of a user"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html"

[[example]]
iam_user = [{arn = "u", captured_at = "2026-06-30T00:00:00Z", access_key_1_active = true, access_key_1_last_rotated = "2026-06-01T00:00:00Z", access_key_2_active = false, access_key_2_last_rotated = "1970-01-01T00:00:00Z"}]
expect = "pass"

[[example]]
iam_user = [{arn = "u", captured_at = "2026-06-30T00:00:00Z", access_key_1_active = true, access_key_1_last_rotated = "2026-06-01T00:00:00Z", access_key_2_active = true, access_key_2_last_rotated = "2025-01-01T00:00:00Z"}]
expect = "fail"

# An old key that is off opens nothing.
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
        then 'access key 1 is from ' || cast(cast(u.access_key_1_last_rotated as date) as text)
      when not u.access_key_1_active then 'access key 1 is off'
    end,
    case
      when u.access_key_2_active
        then 'access key 2 is from ' || cast(cast(u.access_key_2_last_rotated as date) as text)
      when not u.access_key_2_active then 'access key 2 is off'
    end
  ) as reason
from estate.iam_user u

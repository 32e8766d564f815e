/*
title = "IAM user should have at most one active access key"
layer = "identity"
severity = "low"
why = "A second key is meant for the hours of a rotation. Two keys for months are two secrets to lose, and it is unclear which one is in use."
fix = "Find out which key is unused (aws iam get-access-key-last-used --access-key-id KEY) and deactivate it: aws iam update-access-key --user-name NAME --access-key-id KEY --status Inactive"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html"

[[example]]
iam_user = [{arn = "u", access_key_1_active = true, access_key_2_active = false}]
expect = "pass"

[[example]]
iam_user = [{arn = "u", access_key_1_active = true, access_key_2_active = true}]
expect = "fail"

[[example]]
iam_user = [{arn = "u", access_key_1_active = true}]
expect = "unknown"
*/
select
  u.arn as resource,
  not (u.access_key_1_active and u.access_key_2_active) as ok,
  case
    when u.access_key_1_active and u.access_key_2_active then 'both access keys are active'
    when not (u.access_key_1_active and u.access_key_2_active)
      then 'at most one access key is active'
  end as reason
from estate.iam_user u

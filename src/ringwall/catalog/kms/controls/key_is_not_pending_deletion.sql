/*
title = "KMS key should not be pending deletion"
layer = "data"
severity = "high"
why = "When the key is deleted, everything that it encrypted is lost forever. Until then the deletion can be canceled."
fix = "If anything is still encrypted with it: aws kms cancel-key-deletion --key-id KEY_ARN, then aws kms enable-key --key-id KEY_ARN"
url = "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER", key_state = "Enabled"}]
expect = "pass"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER", key_state = "PendingDeletion", deletion_date = "2026-07-01T00:00:00Z"}]
expect = "fail"

# The primary of a multi-Region key waits until its replicas are deleted.
[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER", key_state = "PendingReplicaDeletion"}]
expect = "fail"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER", key_state = "Disabled"}]
expect = "pass"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
expect = "unknown"
*/
select
  k.arn as resource,
  case
    when k.key_manager = 'CUSTOMER'
      then k.key_state not in ('PendingDeletion', 'PendingReplicaDeletion')
  end as ok,
  'KeyState is ' || k.key_state
    || case
      when k.deletion_date > timestamp '1970-01-01 00:00:00'
        then ', deletion date ' || cast(cast(k.deletion_date as date) as text)
      else ''
    end as reason
from estate.kms_key k
where (k.key_manager = 'CUSTOMER') is not false

/*
title = "A KMS key is not about to be deleted"
layer = "data"
severity = "high"
why = "Once the key is gone, so is everything that it encrypted: for ever. Until then the deletion can be called off."
fix = "If anything is still encrypted with it: aws kms cancel-key-deletion --key-id KEY_ARN, then aws kms enable-key --key-id KEY_ARN"
url = "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER", key_state = "Enabled"}]
expect = "pass"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER", key_state = "PendingDeletion", deletion_date = "2026-07-01T00:00:00Z"}]
expect = "fail"

# The original of a multi-region key waits for its replicas to be gone.
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
        then ', deletion on ' || cast(cast(k.deletion_date as date) as text)
      else ''
    end as reason
from estate.kms_key k
where (k.key_manager = 'CUSTOMER') is not false

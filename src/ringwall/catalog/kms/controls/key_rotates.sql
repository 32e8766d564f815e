/*
title = "A KMS key rotates"
layer = "data"
severity = "medium"
why = "Rotation bounds how much data stands behind one piece of key material. KMS does it by itself and keeps the old material for old data: it costs nothing in work."
fix = "aws kms enable-key-rotation --key-id KEY_ARN"
url = "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER", key_spec = "SYMMETRIC_DEFAULT", origin = "AWS_KMS", key_state = "Enabled", enable_key_rotation = true}]
expect = "pass"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER", key_spec = "SYMMETRIC_DEFAULT", origin = "AWS_KMS", key_state = "Enabled", enable_key_rotation = false}]
expect = "fail"

# A key pair and AWS's own key cannot be set to rotate: only the third key counts.
[[example]]
kms_key = [
  {arn = "k1", key_manager = "CUSTOMER", key_spec = "RSA_2048", origin = "AWS_KMS", key_state = "Enabled", enable_key_rotation = false},
  {arn = "k2", key_manager = "AWS", key_spec = "SYMMETRIC_DEFAULT", origin = "AWS_KMS", key_state = "Enabled", enable_key_rotation = false},
  {arn = "k3", key_manager = "CUSTOMER", key_spec = "SYMMETRIC_DEFAULT", origin = "AWS_KMS", key_state = "Enabled", enable_key_rotation = true},
]
expect = "pass"

[[example]]
kms_key = [{arn = "k"}]
expect = "unknown"
*/
select
  k.arn as resource,
  case
    when k.key_manager = 'CUSTOMER'
      and k.key_spec = 'SYMMETRIC_DEFAULT'
      and k.origin = 'AWS_KMS'
      and k.key_state = 'Enabled'
      then k.enable_key_rotation
  end as ok,
  'KeyRotationEnabled is ' || k.enable_key_rotation as reason
from estate.kms_key k
where (
  k.key_manager = 'CUSTOMER'
    and k.key_spec = 'SYMMETRIC_DEFAULT'
    and k.origin = 'AWS_KMS'
    and k.key_state = 'Enabled'
) is not false

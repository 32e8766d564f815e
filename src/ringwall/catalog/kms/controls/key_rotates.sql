/*
title = "KMS key should rotate automatically"
family = "setting_has_value"
table = "kms_key"
column = "enable_key_rotation"
setting = "KeyRotationEnabled"
scope = "r.key_manager = 'CUSTOMER' and r.key_spec = 'SYMMETRIC_DEFAULT' and r.origin = 'AWS_KMS' and r.key_state = 'Enabled'"
row = {key_manager = "CUSTOMER", key_spec = "SYMMETRIC_DEFAULT", origin = "AWS_KMS", key_state = "Enabled"}
layer = "data"
severity = "medium"
why = "Rotation limits how much data one version of the key material protects. KMS rotates the key by itself and keeps the old material for old data, so nothing else has to change."
fix = "aws kms enable-key-rotation --key-id KEY_ARN"
url = "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html"

# An asymmetric key and an AWS managed key cannot be set to rotate: only the third key counts.
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

/*
title = "KMS key should not be open to other organizations without conditions"
family = "restricts_other_organizations"
table = "kms_key"
scope = "r.key_manager = 'CUSTOMER'"
row = {key_manager = "CUSTOMER"}
severity = "high"
why = "If a policy names a whole account, the administrators of that account decide who has access, now and later. If that account is compromised, so is everything that the key protects."
fix = "Add a Condition on the use of the key (kms:ViaService, kms:EncryptionContext:...) or on the caller (ArnLike aws:PrincipalArn), or name the role instead of the account: aws kms put-key-policy --key-id KEY_ARN --policy file://policy.json"
url = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html"
*/

/*
title = "KMS key should not be public"
family = "policy_is_not_public"
table = "kms_key"
scope = "r.key_manager = 'CUSTOMER'"
row = {key_manager = "CUSTOMER"}
severity = "critical"
why = "A key policy with Principal * and no condition on the caller lets every AWS account decrypt what the key protects."
fix = "Name the accounts or roles that use the key, or limit Principal * with a Condition on kms:CallerAccount or aws:PrincipalOrgID: aws kms put-key-policy --key-id KEY_ARN --policy file://policy.json"
url = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html"
*/

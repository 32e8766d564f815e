/*
title = "Root user should not have access keys"
family = "setting_has_value"
table = "iam_account"
column = "account_access_keys_present"
setting = "AccountAccessKeysPresent"
value = 0
other = 1
layer = "identity"
severity = "critical"
why = "A root access key gives full access to the account from anywhere, without MFA, and no identity policy can limit it. No task needs one."
fix = "Sign in as root and delete the keys under Security credentials: aws iam delete-access-key --access-key-id KEY (with the root user's own credentials)"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_delete-key.html"
*/

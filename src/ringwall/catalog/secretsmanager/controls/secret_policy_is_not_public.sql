/*
title = "Secret should not be public"
family = "policy_is_not_public"
table = "secretsmanager_secret"
severity = "critical"
why = "If any AWS account can read the secret, it is no longer a secret, and everything that it protects is exposed."
fix = "Name who can read the secret: aws secretsmanager put-resource-policy --secret-id ARN --resource-policy file://policy.json --block-public-policy; then replace the secret: aws secretsmanager rotate-secret --secret-id ARN"
url = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html"
*/

/*
title = "Secret should not be open to other organizations without conditions"
family = "restricts_other_organizations"
table = "secretsmanager_secret"
severity = "high"
why = "If a policy names a whole account, the administrators of that account decide who has access, now and later. If that account is compromised, so is everything that the secret protects."
fix = "Add a Condition on the caller (ArnLike aws:PrincipalArn, StringEquals aws:PrincipalTag/...) or on the network (aws:SourceVpce, aws:SourceIp), or name the role instead of the account: aws secretsmanager put-resource-policy --secret-id ARN --resource-policy file://policy.json"
url = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html"
*/

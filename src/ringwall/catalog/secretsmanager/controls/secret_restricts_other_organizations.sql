/*
title = "A secret is open to another organization on conditions only"
layer = "data"
severity = "high"
why = "An account that is named as a whole lets in whomever its administrators choose, now and later. A breach over there opens whatever the secret opens here."
fix = "Add a Condition to the statement on who comes (ArnLike aws:PrincipalArn, StringEquals aws:PrincipalTag/...) or from where (aws:SourceVpce, aws:SourceIp), or name the role instead of the account: aws secretsmanager put-resource-policy --secret-id ARN --resource-policy file://policy.json"
url = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html"

[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
exposure = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", is_open_to_accounts = false, accounts_reason = "no other organization gets in without a condition on who comes"}]
expect = "pass"

[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
exposure = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", is_open_to_accounts = true, accounts_reason = "AWS:arn:aws:iam::999999999999:root may secretsmanager:GetSecretValue"}]
expect = "fail"

[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
exposure = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", accounts_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
expect = "unknown"
*/
select
  s.arn as resource,
  not e.is_open_to_accounts as ok,
  e.accounts_reason as reason
from estate.secretsmanager_secret s
left join facts.exposure e on e.arn = s.arn

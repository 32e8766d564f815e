/*
title = "A secret's policy does not let anyone read it"
layer = "data"
severity = "critical"
why = "A secret that any AWS account can read is none: what it opens is open."
fix = "Name who reads the secret: aws secretsmanager put-resource-policy --secret-id ARN --resource-policy file://policy.json --block-public-policy; then replace the secret: aws secretsmanager rotate-secret --secret-id ARN"
url = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html"

[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
exposure = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", is_public = false, public_reason = "nobody gets in who is not named"}]
expect = "pass"

[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
exposure = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", is_public = true, public_reason = "anybody may secretsmanager:GetSecretValue"}]
expect = "fail"

[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
exposure = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", public_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
expect = "unknown"
*/
select
  s.arn as resource,
  not e.is_public as ok,
  e.public_reason as reason
from estate.secretsmanager_secret s
left join facts.exposure e on e.arn = s.arn

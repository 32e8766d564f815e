/*
title = "A secret is read by AWS services for its own organization's resources only"
layer = "data"
severity = "high"
why = "An AWS service acts for every customer of AWS. A secret that trusts the service without asking for whom is read on behalf of a stranger's resource: the confused deputy."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the resource that needs the secret), StringEquals aws:SourceAccount, or aws:SourceOrgID: aws secretsmanager put-resource-policy --secret-id ARN --resource-policy file://policy.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"

# No service comes in for a stranger: aws:SourceArn or aws:SourceAccount is asked for.

[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
exposure = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", is_confused_deputy = false, services_reason = "no service is trusted for anyone's resources"}]
expect = "pass"

[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
exposure = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", is_confused_deputy = true, services_reason = "Service:s3.amazonaws.com may secretsmanager:GetSecretValue"}]
expect = "fail"

[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
exposure = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf", services_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
secretsmanager_secret = [{arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf"}]
expect = "unknown"
*/
select
  s.arn as resource,
  not e.is_confused_deputy as ok,
  e.services_reason as reason
from estate.secretsmanager_secret s
left join facts.exposure e on e.arn = s.arn

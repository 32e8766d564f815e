/*
title = "A repository is open to another organization on conditions only"
layer = "data"
severity = "medium"
why = "An account that is named as a whole lets in whomever its administrators choose, now and later. It can read the code in the images, or push one where it was given more."
fix = "Add a Condition to the statement on who comes (ArnLike aws:PrincipalArn, StringEquals aws:PrincipalTag/...) or from where (aws:SourceVpce, aws:SourceIp), or name the role instead of the account: aws ecr set-repository-policy --repository-name NAME --policy-text file://policy.json"
url = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html"

[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
exposure = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", is_open_to_accounts = false, accounts_reason = "no other organization gets in without a condition on who comes"}]
expect = "pass"

[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
exposure = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", is_open_to_accounts = true, accounts_reason = "AWS:arn:aws:iam::999999999999:root may ecr:BatchGetImage"}]
expect = "fail"

[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
exposure = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", accounts_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
expect = "unknown"
*/
select
  r.arn as resource,
  not e.is_open_to_accounts as ok,
  e.accounts_reason as reason
from estate.ecr_repository r
left join facts.exposure e on e.arn = r.arn

/*
title = "A repository policy does not let anyone in"
layer = "data"
severity = "critical"
why = "Whoever can pull an image reads its code and what was left in its layers; whoever can push one decides what runs."
fix = "Name the accounts that pull, or hold Principal * with a Condition on aws:PrincipalOrgID: aws ecr set-repository-policy --repository-name NAME --policy-text file://policy.json"
url = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html"

[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
exposure = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", is_public = false, public_reason = "nobody gets in who is not named"}]
expect = "pass"

[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
exposure = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", is_public = true, public_reason = "anybody may ecr:BatchGetImage"}]
expect = "fail"

[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
exposure = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", public_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
expect = "unknown"
*/
select
  r.arn as resource,
  not e.is_public as ok,
  e.public_reason as reason
from estate.ecr_repository r
left join facts.exposure e on e.arn = r.arn

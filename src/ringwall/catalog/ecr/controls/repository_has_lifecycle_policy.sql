/*
title = "ECR repository should have a lifecycle policy"
layer = "data"
severity = "medium"
why = "Without one, every image stays for ever. Old ones have every vulnerability that was found since, and somebody deploys one by mistake, or on purpose."
fix = "aws ecr put-lifecycle-policy --repository-name NAME --lifecycle-policy-text file://policy.json"
url = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html"

[[example]]
ecr_repository = [{arn = "r", lifecycle_policy_text = {rules = [{rulePriority = 1}]}}]
expect = "pass"

[[example]]
ecr_repository = [{arn = "r", lifecycle_policy_text = {}}]
expect = "fail"

[[example]]
ecr_repository = [{arn = "r"}]
expect = "unknown"
*/
select
  r.arn as resource,
  r.lifecycle_policy_text <> '{}' as ok,
  case when r.lifecycle_policy_text = '{}' then 'it has none' else 'it has one' end as reason
from estate.ecr_repository r

/*
title = "ECR repository should not let tags be moved"
layer = "data"
severity = "medium"
why = "Whoever may push an image can put another one under the name that is deployed: what was scanned and approved is not what runs."
fix = "Let each build have a tag of its own first: aws ecr put-image-tag-mutability --repository-name NAME --image-tag-mutability IMMUTABLE"
url = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html"

[[example]]
ecr_repository = [{arn = "r", image_tag_mutability = "IMMUTABLE"}]
expect = "pass"

[[example]]
ecr_repository = [{arn = "r", image_tag_mutability = "MUTABLE"}]
expect = "fail"

# Some tags are excluded by name, such as latest.
[[example]]
ecr_repository = [{arn = "r", image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"}]
expect = "pass"

# All but some can be moved.
[[example]]
ecr_repository = [{arn = "r", image_tag_mutability = "MUTABLE_WITH_EXCLUSION"}]
expect = "fail"

[[example]]
ecr_repository = [{arn = "r"}]
expect = "unknown"
*/
select
  r.arn as resource,
  r.image_tag_mutability in ('IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION') as ok,
  'imageTagMutability is ' || r.image_tag_mutability as reason
from estate.ecr_repository r

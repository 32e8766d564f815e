/*
title = "An access point lets in nobody unknown"
layer = "data"
severity = "critical"
why = "An access point is another door to a bucket, with a policy and a block of its own: one for everybody undoes what the bucket's own policy keeps shut."
fix = "The block of an access point cannot be changed: delete it (aws s3control delete-access-point --account-id ACCOUNT --name NAME) and make it anew with RestrictPublicBuckets, or name who may come: aws s3control put-access-point-policy --account-id ACCOUNT --name NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html"

[[example]]
s3_access_point = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p"}]
exposure = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p", is_public = false, public_reason = "nobody gets in who is not named"}]
expect = "pass"

[[example]]
s3_access_point = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p"}]
exposure = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p", is_public = true, public_reason = "anybody may s3:GetObject"}]
expect = "fail"

[[example]]
s3_access_point = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p"}]
exposure = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p", public_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
s3_access_point = [{arn = "arn:aws:s3:eu-west-1:111111111111:accesspoint/p"}]
expect = "unknown"
*/
select
  p.arn as resource,
  not e.is_public as ok,
  e.public_reason as reason
from estate.s3_access_point p
left join facts.exposure e on e.arn = p.arn

/*
title = "Distribution of a bucket should have a default root object"
layer = "infrastructure"
severity = "high"
why = "Who asks for / gets what the bucket answers then: a list of all that is in it, where it may be listed."
fix = "aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://config.json with DefaultRootObject=index.html"
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html"

[[example]]
cloudfront_distribution = [{arn = "d", default_root_object = "index.html"}]
cloudfront_origin = [{arn = "d", kind = "s3"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d", default_root_object = ""}]
cloudfront_origin = [{arn = "d", kind = "custom"}, {arn = "d", kind = "s3"}]
expect = "fail"

# A program answers to / itself.
[[example]]
cloudfront_distribution = [{arn = "d", default_root_object = ""}]
cloudfront_origin = [{arn = "d", kind = "custom"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", kind = "s3"}]
expect = "unknown"

[[example]]
cloudfront_distribution = [{arn = "d", default_root_object = ""}]
cloudfront_origin = [{arn = "d"}]
expect = "unknown"
*/
with origin as (
  select arn, bool_or(kind = 's3') as has_bucket, count(*) > count(kind) as is_doubtful
  from estate.cloudfront_origin
  group by arn
)
select
  d.arn as resource,
  case
    when d.default_root_object <> '' then true
    when o.has_bucket then d.default_root_object <> ''
    when o.is_doubtful then null
    else true
  end as ok,
  case
    when d.default_root_object <> '' then 'DefaultRootObject is ' || d.default_root_object
    when o.has_bucket then 'it has none, and an origin is a bucket'
    else 'no origin is a bucket'
  end as reason
from estate.cloudfront_distribution d
left join origin o on o.arn = d.arn

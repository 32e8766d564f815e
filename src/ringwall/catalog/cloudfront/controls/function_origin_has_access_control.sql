/*
title = "Distribution should sign requests to function URLs"
layer = "identity"
severity = "medium"
why = "Without an origin access control, a function URL has to be public: who finds it goes around CloudFront and its web ACL."
fix = "aws cloudfront create-origin-access-control --origin-access-control-config Name=NAME,SigningProtocol=sigv4,SigningBehavior=always,OriginAccessControlOriginType=lambda; then aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://config.json with its ID in the origin"
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "lambda", origin_access_control_id = "E1"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "lambda", origin_access_control_id = ""}]
expect = "fail"

# Other programs check requests in ways of their own.
[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "custom", origin_access_control_id = ""}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "lambda"}]
expect = "unknown"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", origin_access_control_id = ""}]
expect = "unknown"
*/
with origin as (
  select o.arn, o.origin_id, o.kind = 'lambda' as is_meant, o.origin_access_control_id <> '' as fits
  from estate.cloudfront_origin o
),
judged as (
  select
    arn,
    bool_or(is_meant and not fits) as is_bad,
    count(*) > count(is_meant and not fits) as is_doubtful,
    min(case when is_meant and not fits then origin_id end) as bad
  from origin
  where is_meant is not false
  group by arn
)
select
  d.arn as resource,
  case
    when j.arn is null then true
    when j.is_bad then false
    when j.is_doubtful then null
    else true
  end as ok,
  case
    when j.arn is null then 'it has no such origin'
    when j.is_bad then 'the origin ' || j.bad || ' has no origin access control'
    else 'each such origin is as it should be'
  end as reason
from estate.cloudfront_distribution d
left join judged j on j.arn = d.arn

/*
title = "Distribution should encrypt traffic to origins"
layer = "data"
severity = "medium"
why = "Between CloudFront and an origin, requests pass the internet: over HTTP, passwords and cookies are read on the way, whatever the viewer sees."
fix = "aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://config.json with OriginProtocolPolicy=https-only"
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html"

[[example]]
cloudfront_distribution = [{arn = "d", viewer_protocol_policies = ["https-only"]}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "custom", origin_protocol_policy = "https-only"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d", viewer_protocol_policies = ["https-only"]}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "custom", origin_protocol_policy = "http-only"}]
expect = "fail"

[[example]]
cloudfront_distribution = [{arn = "d", viewer_protocol_policies = ["https-only", "allow-all"]}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "custom", origin_protocol_policy = "match-viewer"}]
expect = "fail"

# Viewers come by HTTPS alone, so the origin is asked by HTTPS.
[[example]]
cloudfront_distribution = [{arn = "d", viewer_protocol_policies = ["https-only"]}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "custom", origin_protocol_policy = "match-viewer"}]
expect = "pass"

# A bucket is asked as the viewer asks, and a VPC without passing the internet.
[[example]]
cloudfront_distribution = [{arn = "d", viewer_protocol_policies = ["https-only"]}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "s3", origin_protocol_policy = ""}, {arn = "d", origin_id = "o", kind = "vpc", origin_protocol_policy = "http-only"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d", viewer_protocol_policies = ["https-only"]}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "custom"}]
expect = "unknown"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "custom", origin_protocol_policy = "match-viewer"}]
expect = "unknown"

[[example]]
cloudfront_distribution = [{arn = "d", viewer_protocol_policies = ["https-only"]}]
cloudfront_origin = [{arn = "d", origin_id = "o", origin_protocol_policy = "http-only"}]
expect = "unknown"
*/
with origin as (
  select
    o.arn,
    o.origin_id,
    o.kind in ('custom', 'lambda') as is_meant,
    case o.origin_protocol_policy
      when 'https-only' then true
      when 'http-only' then false
      when 'match-viewer' then not list_contains(d.viewer_protocol_policies, 'allow-all')
    end as fits
  from estate.cloudfront_origin o
  join estate.cloudfront_distribution d on d.arn = o.arn
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
    when j.is_bad then 'the origin ' || j.bad || ' is asked by HTTP'
    else 'each such origin is as it should be'
  end as reason
from estate.cloudfront_distribution d
left join judged j on j.arn = d.arn

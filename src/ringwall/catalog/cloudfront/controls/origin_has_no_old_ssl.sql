/*
title = "Distribution should not use SSLv3 to origins"
layer = "data"
severity = "medium"
why = "SSLv3 has been broken for years: whoever sits between the distribution and its origin reads what they say."
fix = "aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://config.json with OriginSslProtocols without SSLv3"
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-values-specify.html"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "custom", origin_ssl_protocols = ["TLSv1.2"]}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "custom", origin_ssl_protocols = ["TLSv1.2", "SSLv3"]}]
expect = "fail"

# A bucket has no such setting.
[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "s3", origin_ssl_protocols = []}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "custom"}]
expect = "unknown"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", origin_ssl_protocols = ["SSLv3"]}]
expect = "unknown"
*/
with origin as (
  select o.arn, o.origin_id, o.kind in ('custom', 'lambda', 'vpc') as is_meant, not list_contains(o.origin_ssl_protocols, 'SSLv3') as fits
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
    when j.is_bad then 'the origin ' || j.bad || ' may use SSLv3'
    else 'each such origin is as it should be'
  end as reason
from estate.cloudfront_distribution d
left join judged j on j.arn = d.arn

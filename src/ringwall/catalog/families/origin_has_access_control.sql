/*
doc = "Does a distribution sign its requests to origins of one kind?"
layer = "identity"

[parameters.kind]
kind = "value"
doc = "The kind of origins: s3, lambda, vpc."
sample = "vpc"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "$kind", origin_access_control_id = "E1"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "$kind", origin_access_control_id = ""}]
expect = "fail"

# An origin of another kind: a website endpoint takes no signed requests.
[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "custom", origin_access_control_id = ""}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "$kind"}]
expect = "unknown"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", origin_access_control_id = ""}]
expect = "unknown"
*/
with origin as (
  select o.arn, o.origin_id, o.kind = $kind as is_meant, o.origin_access_control_id <> '' as fits
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

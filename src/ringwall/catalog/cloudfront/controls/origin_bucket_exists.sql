/*
title = "Distribution should fetch from buckets that exist"
layer = "infrastructure"
severity = "high"
why = "Whoever makes a bucket of the name that is missing decides what the distribution sends to everybody, under your name and with your certificate."
fix = "Take the origin out: aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://config.json with the origin of a bucket that is yours. Or make the bucket again: aws s3api create-bucket --bucket NAME. Suppress the finding where the bucket belongs to another organization."
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistS3AndCustomOrigins.html"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "s3", domain_name = "data.s3.eu-west-1.amazonaws.com"}]
s3_bucket = [{arn = "arn:aws:s3:::data", name = "data"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "s3", domain_name = "gone.s3.amazonaws.com"}]
s3_bucket = [{arn = "arn:aws:s3:::data", name = "data"}]
expect = "fail"

# The name of a bucket may have dots, and its account may be another one.
[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "s3", domain_name = "www.example.com.s3-eu-west-1.amazonaws.com"}]
s3_bucket = [{arn = "arn:aws:s3:::www.example.com", name = "www.example.com", account_id = "222222222222"}]
expect = "pass"

# A website endpoint is a custom origin.
[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "custom", domain_name = "gone.s3-website-eu-west-1.amazonaws.com"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "s3"}]
expect = "unknown"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", domain_name = "gone.s3.amazonaws.com"}]
expect = "unknown"

[[example]]
cloudfront_distribution = [{arn = "d"}]
cloudfront_origin = [{arn = "d", origin_id = "o", kind = "s3", domain_name = "gone.s3.amazonaws.com"}]
s3_bucket = [{arn = "b"}]
expect = "unknown"
*/
with origin as (
  select
    o.arn,
    o.origin_id,
    o.kind,
    regexp_extract(
      o.domain_name, '^(.+)\.s3[.-](?:[a-z0-9.-]+\.)?amazonaws\.com(?:\.cn)?$', 1
    ) as bucket
  from estate.cloudfront_origin o
  where (o.kind = 's3') is not false
),
found as (
  select
    o.arn,
    o.origin_id,
    o.kind,
    o.bucket,
    bool_or(b.name = o.bucket) as is_there,
    count(b.arn) > count(b.name) or o.bucket is null or o.bucket = '' as is_doubtful
  from origin o
  left join estate.s3_bucket b on (b.name = o.bucket) is not false
  group by o.arn, o.origin_id, o.kind, o.bucket
),
judged as (
  select
    arn,
    bool_or(is_there is not true and not is_doubtful and kind = 's3') as is_bad,
    bool_or(is_there is not true and (is_doubtful or kind is null)) as is_doubtful,
    min(case when is_there is not true then bucket end) as bad
  from found
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
    when j.arn is null then 'no origin is a bucket'
    when j.is_bad then 'no account of the organization has the bucket ' || j.bad
    else 'its buckets are there'
  end as reason,
  ['*'] as accounts
from estate.cloudfront_distribution d
left join judged j on j.arn = d.arn

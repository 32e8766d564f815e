/*
title = "Access to a bucket is logged"
layer = "detection"
severity = "low"
why = "CloudTrail does not record who read which object unless it is told to. Server access logs do, for every request: after a leak they tell what was taken."
fix = "aws s3api put-bucket-logging --bucket NAME --bucket-logging-status '{\"LoggingEnabled\": {\"TargetBucket\": \"LOG-BUCKET\", \"TargetPrefix\": \"NAME/\"}}'"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", log_bucket = "logs"}, {arn = "arn:aws:s3:::logs", log_bucket = ""}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", log_bucket = ""}]
expect = "fail"

# Nobody logs to a bucket that is only called so.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::logs", log_bucket = ""}, {arn = "arn:aws:s3:::b", log_bucket = ""}]
expect = "fail"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
expect = "unknown"

# Where one bucket logs to is not known: it may be the other, which would then be exempt.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}, {arn = "arn:aws:s3:::c", log_bucket = ""}]
expect = "unknown"
*/
with target as (
  select
    b.account_id,
    b.region,
    'arn:' || b.partition || ':s3:::' || b.log_bucket as arn
  from estate.s3_bucket b
  where b.log_bucket <> ''
  group by 1, 2, 3
),
-- S3 takes logs only from buckets of the same account and region.
stray as (
  select b.account_id, b.region
  from estate.s3_bucket b
  where b.log_bucket is null
  group by b.account_id, b.region
)
select
  b.arn as resource,
  case
    when b.log_bucket <> '' or t.arn is not null then true
    when s.account_id is not null then null
    else false
  end as ok,
  case
    when b.log_bucket <> '' then 'access is logged to ' || b.log_bucket
    when t.arn is not null then 'it takes the logs of others'
    when s.account_id is not null then 'where a bucket beside it logs to is not known'
    else 'access is not logged'
  end as reason
from estate.s3_bucket b
left join target t
  on t.arn = b.arn
  and t.account_id = b.account_id
  and t.region = b.region
left join stray s on s.account_id = b.account_id and s.region = b.region

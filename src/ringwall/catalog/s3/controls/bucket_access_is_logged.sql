/*
title = "Bucket should have access logging enabled"
layer = "detection"
severity = "low"
why = "CloudTrail records access to objects only if you enable data events. Server access logs record every request: after a leak they show what was read."
fix = "aws s3api put-bucket-logging --bucket NAME --bucket-logging-status '{\"LoggingEnabled\": {\"TargetBucket\": \"LOG-BUCKET\", \"TargetPrefix\": \"NAME/\"}}'"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", log_bucket = "logs"}, {arn = "arn:aws:s3:::logs", log_bucket = ""}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", log_bucket = "", policy = {}}]
expect = "fail"

# It is not known whether it is a bucket for access logs.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", log_bucket = ""}]
expect = "unknown"

# A bucket for access logs, which no bucket sends any to yet: S3 may write to it.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::logs", log_bucket = "", acl = [], policy = {Statement = [{Effect = "Allow", Principal = {Service = "logging.s3.amazonaws.com"}, Action = "s3:PutObject", Resource = "arn:aws:s3:::logs/*"}]}}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::logs", log_bucket = "", acl = [], policy = {Statement = [{Effect = "Deny", Principal = {Service = "logging.s3.amazonaws.com"}, Action = "s3:PutObject", Resource = "arn:aws:s3:::logs/*"}]}}]
expect = "fail"

# S3 may write to another bucket.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::logs", log_bucket = "", acl = [], policy = {Statement = [{Effect = "Allow", Principal = {Service = "logging.s3.amazonaws.com"}, Action = "s3:PutObject", Resource = "arn:aws:s3:::other/*"}]}}]
expect = "fail"

# A bucket named logs that no bucket sends logs to.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::logs", log_bucket = "", policy = {}}, {arn = "arn:aws:s3:::b", log_bucket = "", policy = {}}]
expect = "fail"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
expect = "unknown"

# It is not known where one bucket sends its logs. If to the other, that one would be exempt, and its policy lets it.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}, {arn = "arn:aws:s3:::c", log_bucket = "", acl = [], policy = {Statement = [{Effect = "Allow", Principal = "*", Action = "s3:PutObject", Resource = "*"}]}}]
expect = "unknown"

# The same by its ACL, and where policy and ACL are not known.
[[example]]
s3_bucket = [
  {arn = "arn:aws:s3:::b"},
  {arn = "arn:aws:s3:::c", log_bucket = "", policy = {}, acl = [{grantee = "http://acs.amazonaws.com/groups/s3/LogDelivery", permission = "WRITE", on = "bucket"}]},
  {arn = "arn:aws:s3:::d", log_bucket = "", policy = {}},
  {arn = "arn:aws:s3:::e", log_bucket = "", acl = []},
]
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
statement as (
  select
    b.arn,
    -- One statement may stand there without a list around it.
    unnest(coalesce(
      nullif(json_extract_string(b.policy, '$.Statement[*]'), []),
      [json_extract_string(b.policy, '$.Statement')]
    )) as body
  from estate.s3_bucket b
),
-- A bucket that was made for access logs, whether other buckets send it any or not.
for_logs as (
  select s.arn
  from statement s
  where s.body->>'$.Effect' = 'Allow'
    -- A list has quotes around its texts, and one text has none.
    and '"' || (s.body->>'$.Principal.Service') || '"' like '%"logging.s3.amazonaws.com"%'
    and regexp_matches(
      '"' || lower(s.body->>'$.Action') || '"',
      '"(s3:put(object|[*])|s3:[*]|[*])"'
    )
    and '"' || (s.body->>'$.Resource') like '%"' || s.arn || '/%'
  group by s.arn
),
-- S3 takes logs only from buckets of the same account and region.
unknown_target as (
  select b.account_id, b.region
  from estate.s3_bucket b
  where b.log_bucket is null
  group by b.account_id, b.region
),
-- S3 delivers logs only where the bucket's policy or ACL lets it.
-- https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
may_receive as (
  select b.arn
  from estate.s3_bucket b
  where b.policy is null
    or b.acl is null
    or cast(b.policy as text) like '%logging.s3.amazonaws.com%'
    or cast(b.policy as text) like '%"*"%'
    or cast(b.acl as text) like '%/LogDelivery%'
    or cast(b.acl as text) like '%Users%'
)
select
  b.arn as resource,
  case
    when b.log_bucket <> '' or t.arn is not null or l.arn is not null then true
    when b.log_bucket is null or b.policy is null or (s.account_id is not null and m.arn is not null) then null
    else false
  end as ok,
  case
    when b.log_bucket <> '' then 'access is logged to ' || b.log_bucket
    when t.arn is not null then 'it receives the access logs of other buckets'
    when l.arn is not null then 'S3 may write access logs of other buckets to it'
    when b.log_bucket is not null and b.policy is null
      then 'it is not known whether it is a bucket for access logs'
    when s.account_id is not null and m.arn is not null
      then 'it is not known where another bucket sends its logs'
    else 'access is not logged'
  end as reason
from estate.s3_bucket b
left join target t
  on t.arn = b.arn
  and t.account_id = b.account_id
  and t.region = b.region
left join unknown_target s on s.account_id = b.account_id and s.region = b.region
left join may_receive m on m.arn = b.arn
left join for_logs l on l.arn = b.arn

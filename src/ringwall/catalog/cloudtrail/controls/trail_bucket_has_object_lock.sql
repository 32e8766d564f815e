/*
title = "Bucket of the trail should lock its objects"
layer = "detection"
severity = "medium"
why = "An intruder who may delete objects deletes the log files first. Object Lock keeps them, whoever asks."
fix = "aws s3api put-object-lock-configuration --bucket BUCKET --object-lock-configuration ObjectLockEnabled=Enabled,Rule={DefaultRetention={Mode=GOVERNANCE,Days=365}} (the bucket must have versioning)"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html"

[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t", s3_bucket_name = "logs"}]
s3_bucket = [{arn = "b", name = "logs", object_lock_enabled = true, object_lock_mode = "GOVERNANCE"}]
expect = "pass"

[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t", s3_bucket_name = "logs"}]
s3_bucket = [{arn = "b", name = "logs", object_lock_enabled = false, object_lock_mode = ""}]
expect = "fail"

# Versions can be locked, but are not by themselves.
[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t", s3_bucket_name = "logs"}]
s3_bucket = [{arn = "b", name = "logs", object_lock_enabled = true, object_lock_mode = ""}]
expect = "fail"

# A bucket of an account that was not collected.
[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t", s3_bucket_name = "logs"}]
expect = "unknown"
*/
with bucket as (
  select
    b.name,
    bool_and(b.object_lock_enabled and b.object_lock_mode <> '') as locks
  from estate.s3_bucket b
  group by b.name
)
select
  t.arn as resource,
  case when t.trail_arn = t.arn then b.locks end as ok,
  'bucket ' || t.s3_bucket_name || case
    when b.locks then ' locks new objects'
    when b.name is null then ' was not collected'
    else ' locks no objects by itself'
  end as reason
from estate.cloudtrail_trail t
left join bucket b on b.name = t.s3_bucket_name
where (t.trail_arn = t.arn) is not false

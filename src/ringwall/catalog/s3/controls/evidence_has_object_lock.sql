/*
title = "Bucket for evidence should lock its objects"
layer = "response"
severity = "medium"
why = "Evidence that somebody can delete or overwrite after an incident proves nothing: neither what happened, nor that it was not changed."
fix = "aws s3api put-object-lock-configuration --bucket BUCKET --object-lock-configuration ObjectLockEnabled=Enabled,Rule={DefaultRetention={Mode=GOVERNANCE,Days=365}} (the bucket must have versioning)"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html"

[[example]]
s3_bucket = [{arn = "b", name = "acme-evidence", object_lock_enabled = true, object_lock_mode = "COMPLIANCE"}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "b", name = "acme-evidence", object_lock_enabled = false, object_lock_mode = ""}]
expect = "fail"

# Versions can be locked, but are not by themselves; the tag says what it is for.
[[example]]
s3_bucket = [{arn = "b", name = "acme-7", tags = {purpose = "forensics"}, object_lock_enabled = true, object_lock_mode = ""}]
expect = "fail"

[[example]]
s3_bucket = [{arn = "b", name = "acme-evidence"}]
expect = "unknown"

# It may have a tag that says so.
[[example]]
s3_bucket = [{arn = "b", name = "acme-7", object_lock_enabled = false, object_lock_mode = ""}]
expect = "unknown"
*/
with bucket as (
  select
    b.arn,
    b.object_lock_enabled,
    b.object_lock_mode,
    regexp_matches(lower(b.name), 'evidence|forensic')
    or regexp_matches(lower(cast(b.tags as varchar)), 'evidence|forensic') as is_for_evidence
  from estate.s3_bucket b
)
select
  b.arn as resource,
  case when b.is_for_evidence then b.object_lock_enabled and b.object_lock_mode <> '' end as ok,
  case
    when b.is_for_evidence is null then 'its name or tags could not be read'
    when not b.object_lock_enabled then 'the bucket has no Object Lock'
    when b.object_lock_mode = '' then 'the bucket locks no objects by itself'
    else 'the bucket locks new objects: ' || b.object_lock_mode
  end as reason
from bucket b
where b.is_for_evidence is not false

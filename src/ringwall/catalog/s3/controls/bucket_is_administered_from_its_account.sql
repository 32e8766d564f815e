/*
title = "Bucket should not be administered by other accounts"
layer = "data"
severity = "high"
why = "Anyone who can write a bucket's policy or ACL can give others access to it; anyone who can change its encryption can lock out its owner. Other accounts need none of this, under any condition."
fix = "Remove s3:PutBucketPolicy, s3:DeleteBucketPolicy, s3:PutBucketAcl, s3:PutObjectAcl and s3:PutEncryptionConfiguration, or s3:*, from statements for other accounts: aws s3api put-bucket-policy --bucket NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6"

[[example]]
s3_bucket = [{arn = "b"}]
expect = "pass"

# Reading and writing objects does not change the bucket.
[[example]]
s3_bucket = [{arn = "b"}]
external_access = [{arn = "b", principal = "AWS:arn:aws:iam::222222222222:root", actions = ["s3:GetObject", "s3:PutObject"], verdict = "always", conditions = []}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "b"}]
external_access = [{arn = "b", principal = "AWS:arn:aws:iam::222222222222:root", actions = ["s3:GetObject", "s3:PutBucketPolicy"], verdict = "always", conditions = []}]
expect = "fail"

# A condition makes no difference.
[[example]]
s3_bucket = [{arn = "b"}]
external_access = [{arn = "b", principal = "AWS:arn:aws:iam::222222222222:root", actions = ["s3:PutBucketAcl"], verdict = "conditional", conditions = ["IpAddress aws:SourceIp 192.0.2.0/24"]}]
expect = "fail"

# Another bucket.
[[example]]
s3_bucket = [{arn = "b"}]
external_access = [{arn = "c", principal = "*", actions = ["s3:PutBucketPolicy"], verdict = "always", conditions = []}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "b"}]
external_access = [{arn = "b", principal = "AWS:arn:aws:iam::222222222222:root", actions = ["s3:PutBucketPolicy"], verdict = "unknown", unknown = ["a condition that cannot be told"]}]
expect = "unknown"

# Its policy was not collected: no action is known.
[[example]]
s3_bucket = [{arn = "b"}]
external_access = [{arn = "b", principal = "*", actions = [], verdict = "unknown", unknown = ["the policy of b was not collected"]}]
expect = "unknown"
*/
with outside as (
  select
    x.arn,
    x.principal,
    'depends on ' || x.unknown[1] as doubt,
    case
      when x.verdict = 'unknown' and array_length(x.actions) = 0 then null
      -- The actions that FSBP S3.6 names.
      else (
        list_contains(x.actions, 's3:PutBucketPolicy')
          or list_contains(x.actions, 's3:DeleteBucketPolicy')
          or list_contains(x.actions, 's3:PutBucketAcl')
          or list_contains(x.actions, 's3:PutObjectAcl')
          or list_contains(x.actions, 's3:PutEncryptionConfiguration')
      )
        and (x.verdict <> 'unknown' or null)
    end as administers
  from facts.external_access x
)
select
  b.arn as resource,
  case
    when bool_or(o.administers) then false
    when count(o.arn) > count(o.administers) then null
    else true
  end as ok,
  case
    when bool_or(o.administers)
      then min(case when o.administers then o.principal end)
        || ' can change its policy, ACL or encryption'
    when count(o.arn) > count(o.administers) then min(o.doubt)
    else 'no other account can change its policy, ACL or encryption'
  end as reason
from estate.s3_bucket b
left join outside o on o.arn = b.arn
group by b.arn

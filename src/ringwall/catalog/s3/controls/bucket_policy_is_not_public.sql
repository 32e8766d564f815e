/*
title = "A bucket policy lets in nobody unknown"
layer = "data"
severity = "critical"
why = "A policy that allows anyone, with no condition that says who may come, gives the bucket to the internet. RestrictPublicBuckets, of the bucket or the account, is the only wall behind it."
fix = "Name who may come, or close it at once: aws s3api put-public-access-block --bucket NAME --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true; then mend the policy: aws s3api put-bucket-policy --bucket NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", restrict_public_buckets = false}]
s3_account = [{arn = "a", restrict_public_buckets = false}]
policy_statement = [{arn = "arn:aws:s3:::b", is_public = false, sid = "ours"}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", restrict_public_buckets = false}]
s3_account = [{arn = "a", restrict_public_buckets = false}]
policy_statement = [
  {arn = "arn:aws:s3:::b", is_public = false, sid = "ours"},
  {arn = "arn:aws:s3:::b", is_public = true, sid = "all"},
]
expect = "fail"

# No policy at all.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", restrict_public_buckets = false}]
s3_account = [{arn = "a", restrict_public_buckets = false}]
expect = "pass"

# A public policy that serves the own account alone.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", restrict_public_buckets = true}]
s3_account = [{arn = "a", restrict_public_buckets = false}]
policy_statement = [{arn = "arn:aws:s3:::b", is_public = true, sid = "all"}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", restrict_public_buckets = false}]
s3_account = [{arn = "a", restrict_public_buckets = true}]
policy_statement = [{arn = "arn:aws:s3:::b", is_public = true, sid = "all"}]
expect = "pass"

# Another bucket's policy, and one of a queue.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", restrict_public_buckets = false}]
s3_account = [{arn = "a", restrict_public_buckets = false}]
policy_statement = [{arn = "arn:aws:s3:::c", is_public = true}, {arn = "arn:aws:sqs:eu-west-1:1:q", is_public = true}]
expect = "pass"

# The account's flags could not be read, and would have decided.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", restrict_public_buckets = false}]
s3_account = [{arn = "a"}]
policy_statement = [{arn = "arn:aws:s3:::b", is_public = true, sid = "all"}]
expect = "unknown"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b", restrict_public_buckets = false}]
s3_account = [{arn = "a", restrict_public_buckets = false}]
policy_statement = [{arn = "arn:aws:s3:::b", sid = "all"}]
expect = "unknown"
*/
with policy as (
  select
    s.arn,
    case
      when bool_or(s.is_public) then true
      when count(*) > count(s.is_public) then null
      else false
    end as is_public,
    -- Many statements have no Sid; their place in the policy names them.
    min(case when s.is_public then s.position end) as place
  from estate.policy_statement s
  where s.arn like 'arn:%:s3:::%'
  group by s.arn
)
select
  b.arn as resource,
  not (case when p.arn is null then false else p.is_public end)
    or b.restrict_public_buckets
    or a.restrict_public_buckets as ok,
  case
    when p.is_public then 'statement ' || coalesce(cast(p.place as text), '?')
      || ' of the policy, from 0, allows anyone; RestrictPublicBuckets is '
      || coalesce(cast(b.restrict_public_buckets or a.restrict_public_buckets as text), 'not known')
    else 'no statement of the policy is known to allow anyone'
  end as reason
from estate.s3_bucket b
left join estate.s3_account a on a.account_id = b.account_id
left join policy p on p.arn = b.arn

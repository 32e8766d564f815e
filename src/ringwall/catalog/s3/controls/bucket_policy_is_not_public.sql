/*
title = "A bucket lets in nobody unknown"
layer = "data"
severity = "critical"
why = "A policy or an ACL that allows anyone, with no condition that says who may come, gives the bucket to the internet."
fix = "Name who may come, or close it at once: aws s3api put-public-access-block --bucket NAME --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true; then mend the policy: aws s3api put-bucket-policy --bucket NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status"

# No policy at all, or one for the own account.
[[example]]
s3_bucket = [{arn = "b"}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "b"}]
external_access = [{arn = "b", principal = "*", origin = "public", actions = ["s3:GetObject"], verdict = "must", conditions = [], is_public = true}]
expect = "fail"

# TLS says how one comes, not who; the statement for another account is no worse.
[[example]]
s3_bucket = [{arn = "b"}]
external_access = [
  {arn = "b", principal = "AWS:arn:aws:iam::222222222222:root", origin = "organization", actions = ["s3:GetObject"], verdict = "must", conditions = [], is_public = false},
  {arn = "b", principal = "*", origin = "public", actions = ["s3:GetObject"], verdict = "may", conditions = ["unless Bool aws:securetransport false"], is_public = true},
]
expect = "fail"

# Principal * is held to a VPC endpoint of ours.
[[example]]
s3_bucket = [{arn = "b"}]
external_access = [{arn = "b", principal = "* of organization o-1", origin = "organization", actions = ["s3:GetObject"], verdict = "may", conditions = ["StringEquals aws:sourcevpce vpce-1"], is_public = false}]
expect = "pass"

# Another bucket.
[[example]]
s3_bucket = [{arn = "b"}]
external_access = [{arn = "c", principal = "*", origin = "public", actions = ["s3:GetObject"], verdict = "must", is_public = true}]
expect = "pass"

# Its policy was not collected.
[[example]]
s3_bucket = [{arn = "b", restrict_public_buckets = false, object_ownership = "BucketOwnerEnforced"}]
s3_account = [{arn = "a", restrict_public_buckets = false}]
external_access = [{arn = "b", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of b was not collected"]}]
expect = "unknown"

# Whatever it says: RestrictPublicBuckets closes policies, and no ACL counts.
[[example]]
s3_bucket = [{arn = "b", restrict_public_buckets = false, object_ownership = "BucketOwnerEnforced"}]
s3_account = [{arn = "a", restrict_public_buckets = true}]
external_access = [{arn = "b", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of b was not collected"]}]
expect = "pass"

# RestrictPublicBuckets does not speak of ACLs.
[[example]]
s3_bucket = [{arn = "b", restrict_public_buckets = true, ignore_public_acls = false, object_ownership = "ObjectWriter"}]
s3_account = [{arn = "a", restrict_public_buckets = true, ignore_public_acls = false}]
external_access = [{arn = "b", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the ACL of b was not collected"]}]
expect = "unknown"
*/
with outside as (
  select
    x.arn,
    case
      when bool_or(x.is_public) then true
      when count(*) > count(x.is_public) then null
      else false
    end as is_public,
    min(
      case
        when x.is_public
          then 'anybody may ' || x.actions[1]
            || case
              when array_length(x.actions) > 1
                then ' and ' || (array_length(x.actions) - 1) || ' more'
              else ''
            end
            || coalesce(' (' || x.conditions[1] || ')', '')
      end
    ) as what,
    min(x.unknown[1]) as doubt
  from facts.external_access x
  group by x.arn
)
select
  b.arn as resource,
  case
    when o.arn is null then true
    when o.is_public then false
    -- What is not known of its policy and ACL cannot open what Block Public Access closes.
    else not o.is_public
      or (
        (b.restrict_public_buckets or a.restrict_public_buckets)
          and (
            b.object_ownership = 'BucketOwnerEnforced'
              or b.ignore_public_acls
              or a.ignore_public_acls
          )
      )
      or null
  end as ok,
  coalesce(o.what, o.doubt, 'nobody gets in who is not named') as reason
from estate.s3_bucket b
left join estate.s3_account a on a.account_id = b.account_id
left join outside o on o.arn = b.arn

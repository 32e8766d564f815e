/*
title = "Bucket should require TLS"
layer = "data"
severity = "medium"
why = "S3 also answers plain HTTP. A misconfigured client, or a proxy in between, can then send data and signed URLs unencrypted."
fix = "Add a statement to the policy that denies everyone s3:* on the bucket and its objects where aws:SecureTransport is false: aws s3api put-bucket-policy --bucket NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-HTTP-HTTPS"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
policy_statement = [{arn = "arn:aws:s3:::b", effect = "Deny", principals = ["*"], actions = ["s3:*"], resources = ["arn:aws:s3:::b", "arn:aws:s3:::b/*"], condition = '{"Bool": {"aws:SecureTransport": "false"}}'}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
expect = "fail"

# In two statements, one for the bucket and one for its objects.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
policy_statement = [
  {arn = "arn:aws:s3:::b", effect = "Deny", principals = ["*"], actions = ["*"], resources = ["arn:aws:s3:::b"], condition = '{"Bool":{"aws:SecureTransport":["false"]}}'},
  {arn = "arn:aws:s3:::b", effect = "Deny", principals = ["*"], actions = ["s3:*"], resources = ["arn:aws:s3:::b/*"], condition = '{"BoolIfExists":{"AWS:securetransport":false}}'},
]
expect = "pass"

# Only the objects: listings can still be sent unencrypted.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
policy_statement = [{arn = "arn:aws:s3:::b", effect = "Deny", principals = ["*"], actions = ["s3:*"], resources = ["arn:aws:s3:::b/*"], condition = '{"Bool": {"aws:SecureTransport": "false"}}'}]
expect = "fail"

# It denies requests that use TLS.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
policy_statement = [{arn = "arn:aws:s3:::b", effect = "Deny", principals = ["*"], actions = ["s3:*"], resources = ["*"], condition = '{"Bool": {"aws:SecureTransport": "true"}}'}]
expect = "fail"

# A second condition limits the denial.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
policy_statement = [{arn = "arn:aws:s3:::b", effect = "Deny", principals = ["*"], actions = ["s3:*"], resources = ["*"], condition = '{"Bool": {"aws:SecureTransport": "false"}, "StringEquals": {"aws:PrincipalTag/team": "web"}}'}]
expect = "fail"

# Only one role is denied.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
policy_statement = [{arn = "arn:aws:s3:::b", effect = "Deny", principals = ["AWS:arn:aws:iam::111111111111:role/r"], actions = ["s3:*"], resources = ["*"], condition = '{"Bool": {"aws:SecureTransport": "false"}}'}]
expect = "fail"

# An Allow with TLS denies nothing: another statement can allow requests without TLS.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
policy_statement = [{arn = "arn:aws:s3:::b", effect = "Allow", principals = ["*"], actions = ["s3:*"], resources = ["*"], condition = '{"Bool": {"aws:SecureTransport": "true"}}'}]
expect = "fail"

# Only reading is denied.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
policy_statement = [{arn = "arn:aws:s3:::b", effect = "Deny", principals = ["*"], actions = ["s3:getobject"], resources = ["*"], condition = '{"Bool": {"aws:SecureTransport": "false"}}'}]
expect = "fail"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
policy_statement = [{arn = "arn:aws:s3:::b", effect = "Deny", principals = ["*"], actions = ["s3:*"], resources = ["*"]}]
expect = "unknown"
*/
with statement as (
  select
    s.arn,
    s.effect = 'Deny'
      and list_contains(s.principals, '*')
      and (list_contains(s.actions, 's3:*') or list_contains(s.actions, '*'))
      -- Only this one condition: a second one would limit the denial.
      and translate(lower(s.condition), ' []"', '') in (
        '{bool:{aws:securetransport:false}}',
        '{boolifexists:{aws:securetransport:false}}'
      ) as denies,
    list_contains(s.resources, '*')
      or list_contains(s.resources, 'arn:' || s.partition || ':s3:::*') as is_wide,
    list_contains(s.resources, s.arn) as is_bucket,
    list_contains(s.resources, s.arn || '/*') as is_objects,
    list_contains(s.resources, s.arn || '*') as is_both
  from estate.policy_statement s
  where s.arn like 'arn:%:s3:::%'
),
judged as (
  select
    arn,
    bool_or(denies and (is_wide or is_both or is_bucket)) as for_bucket,
    bool_or(denies and (is_wide or is_both or is_objects)) as for_objects,
    count(*) > count(denies and (is_wide or is_both or is_bucket)) as is_bucket_doubtful,
    count(*) > count(denies and (is_wide or is_both or is_objects)) as is_objects_doubtful
  from statement
  group by arn
)
select
  b.arn as resource,
  case
    when j.arn is null then false
    when j.for_bucket and j.for_objects then true
    when not coalesce(j.for_bucket, false) and not j.is_bucket_doubtful then false
    when not coalesce(j.for_objects, false) and not j.is_objects_doubtful then false
  end as ok,
  case
    when j.for_bucket and j.for_objects then 'its policy denies plain HTTP'
    when j.for_bucket then 'its policy denies plain HTTP for the bucket, not for its objects'
    when j.for_objects then 'its policy denies plain HTTP for objects, not for the bucket'
    else 'no statement of its policy denies everyone plain HTTP'
  end as reason
from estate.s3_bucket b
left join judged j on j.arn = b.arn

/*
title = "Policy of a bucket denies everything to everyone"
severity = "high"
why = "A policy that denies all actions to all principals locks the owner out of the data: only the root user can delete it. It is how data is held to ransom, and how deletion of what is left is hidden."
fix = "Delete the policy as the root user of the account (aws s3api delete-bucket-policy), and rotate the credentials that set it."
attacks = ["T1486", "T1531"]
false_positives = "A mistake in a policy that was meant to enforce TLS or a VPC endpoint: those have a condition, and are not reported."
confidence = 85

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices", bucketPolicy = {Version = "2012-10-17", Statement = [{Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "arn:aws:s3:::b/*"}]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices", bucketPolicy = {Version = "2012-10-17", Statement = [{Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "arn:aws:s3:::b/*", Condition = {Bool = {"aws:SecureTransport" = "false"}}}]}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices", bucketPolicy = {Version = "2012-10-17", Statement = [{Effect = "Deny", Principal = "*", Action = "s3:DeleteBucket", Resource = "arn:aws:s3:::b/*"}]}}}]
expect = "quiet"
*/
with said as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    case when invoked_by = '' then source_ip else '' end as source_ip,
    event_source,
    event_name,
    coalesce(
      json_extract_string(request_parameters, '$.bucketName'),
      json_extract_string(request_parameters, '$.name'),
      ''
    ) as target,
    translate(
      coalesce(
        json_extract_string(request_parameters, '$.bucketPolicy'),
        json_extract_string(request_parameters, '$.PutAccessPointPolicyRequest.Policy'),
        json_extract_string(request_parameters, '$.policy')
      ),
      ' ' || chr(9) || chr(10) || chr(13),
      ''
    ) as policy
  from logs.cloudtrail
  where event_source = 's3.amazonaws.com'
    and event_name in ('PutBucketPolicy', 'PutAccessPointPolicy')
    and error_code = ''
),
split as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    source_ip,
    event_source,
    event_name,
    target,
    -- Objects in the policy down to the operators of conditions: three levels of braces.
    unnest(
      regexp_extract_all(
        regexp_extract(policy, '"Statement":(.*)', 1),
        '[{](?:[^{}]|[{](?:[^{}]|[{][^{}]*[}])*[}])*[}]'
      )
    ) as statement
  from said
)
select distinct
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(' ', 'The policy of', target, 'now denies everything to everyone') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from split
where regexp_matches(statement, '"Effect":"Deny"')
  and regexp_matches(statement, '"Principal":([{]"AWS":)?(\[)?"[*]"')
  and regexp_matches(statement, '"Action":(\[|"[^\]]*",)*"(s3:)?[*]"')
  and not regexp_matches(statement, '"Condition":')

/*
title = "Bucket was shared with a foreign account"
severity = "medium"
why = "A policy that names an account outside the organization gives it the data, without a trace of credentials that were stolen."
fix = "Ask who owns the account. Take the statement out of the policy, and look in the data events for requests of that account."
attacks = ["T1537", "T1530"]
false_positives = "Vendors and partners that get a bucket on purpose: state it as an exception for the bucket and account."
finding_types = ["Impact:S3/AnomalousBehavior.Permission"]
confidence = 60

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices", bucketPolicy = {Version = "2012-10-17", Statement = [{Effect = "Allow", Principal = {AWS = "arn:aws:iam::999999999999:root"}, Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*"}]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices", bucketPolicy = {Version = "2012-10-17", Statement = [{Effect = "Allow", Principal = {AWS = ["111111111111", "999999999999"]}, Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*"}]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices", bucketPolicy = {Version = "2012-10-17", Statement = [{Effect = "Allow", Principal = {AWS = "arn:aws:iam::111111111111:role/app"}, Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*"}]}}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices", bucketPolicy = {Version = "2012-10-17", Statement = [{Effect = "Allow", Principal = {AWS = "arn:aws:iam::222222222222:root"}, Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*"}]}}}]
own_account = [{account_id = "222222222222"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices", bucketPolicy = {Version = "2012-10-17", Statement = [{Effect = "Allow", Principal = {AWS = "arn:aws:iam::127311923021:root"}, Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*"}]}}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices", bucketPolicy = {Version = "2012-10-17", Statement = [{Effect = "Deny", Principal = {AWS = "arn:aws:iam::999999999999:root"}, Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*"}]}}}]
own_account = [{account_id = "111111111111"}]
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
),
granted as (
  select distinct
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
    unnest(
      regexp_extract_all(
        regexp_extract(statement, '"Principal":("[^"]*"|[{][^{}]*[}])', 1),
        '(?:"|::)([0-9]{12})[:"]',
        1
      )
    ) as grantee
  from split
  where regexp_matches(statement, '"Effect":"Allow"')
    and not regexp_matches(statement, '"aws:Principal(OrgID|OrgPaths)"')
)
select
  event_time as at,
  concat_ws(' ', event_id, grantee) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(' ', 'The policy of', target, 'is open to the foreign account', grantee) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [grantee] as entities
from granted
where grantee not in (select account_id from facts.own_account)
  -- Elastic Load Balancing writes access logs from accounts of AWS's own.
  and grantee not in (
    '127311923021', '033677994240', '027434742980', '797873946194', '098369216593',
    '754344448648', '589379963580', '718504428378', '383597477331', '600734575887',
    '114774131450', '783225319266', '582318560864', '985666609251', '054676820928',
    '156460612806', '652711504416', '635631232127', '009996457667', '897822967062',
    '076674570225', '507241528517', '048591011584', '190560391635', '638102146993',
    '037604701340'
  )

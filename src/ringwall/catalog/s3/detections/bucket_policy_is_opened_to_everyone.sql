/*
title = "Policy of a bucket was opened to everyone"
severity = "high"
why = "Everybody on the internet can do what the statement allows: read the objects, list them, or write. Attackers open buckets so that they can copy the data without credentials."
fix = "Read the policy (aws s3api get-bucket-policy), take the statement out or limit its principal, and turn Block Public Access on. Look in the data events and in the server access logs for what was read since."
attacks = ["T1530", "T1562.007"]
false_positives = "A website that is public on purpose. Block Public Access of the account or bucket refuses such a policy, so a call that succeeded was not blocked."
finding_types = ["Policy:S3/BucketAnonymousAccessGranted", "Policy:S3/BucketPublicAccessGranted"]
confidence = 90

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices", bucketPolicy = {Version = "2012-10-17", Statement = [{Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*"}]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices", bucketPolicy = "{\n \"Version\": \"2012-10-17\",\n \"Statement\": [\n  {\n   \"Effect\": \"Allow\",\n   \"Principal\": {\n    \"AWS\": [\n     \"arn:aws:iam::111111111111:root\",\n     \"*\"\n    ]\n   },\n   \"Action\": \"s3:GetObject\",\n   \"Resource\": \"arn:aws:s3:::b/*\",\n   \"Condition\": {\n    \"Bool\": {\n     \"aws:SecureTransport\": \"true\"\n    }\n   }\n  }\n ]\n}"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices", bucketPolicy = {Version = "2012-10-17", Statement = [{Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*", Condition = {StringEquals = {"aws:PrincipalOrgID" = "o-1"}}}]}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices", bucketPolicy = {Version = "2012-10-17", Statement = [{Effect = "Deny", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*"}]}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketPolicy", request_parameters = {bucketName = "invoices", bucketPolicy = {Version = "2012-10-17", Statement = [{Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*"}]}}, error_code = "AccessDenied"}]
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
  concat_ws(' ', 'The policy of', target, 'was opened to everyone') as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from split
where regexp_matches(statement, '"Effect":"Allow"')
  and regexp_matches(
    statement,
    '"NotPrincipal"|"Principal":([{][^{}]*"(AWS|CanonicalUser)":)?(\[("[^"]*",)*)?"[*]"'
  )
  and (
    not regexp_matches(
      statement,
      '"(aws:(Principal(Org|Account|Arn|Tag)|Source(Arn|Account|Owner|Org|Vpc|Ip)|Vpc|VpcSource|userid|username)|s3:DataAccessPoint|kms:(CallerAccount|ViaService)|sns:Endpoint|iam:)'
    )
    or regexp_matches(statement, '"aws:SourceIp":(\[("[^"]*",)*)?"(0.0.0.0|::)/0"')
  )

/*
title = "Block Public Access of an account was removed"
severity = "high"
why = "Block Public Access of the account keeps all its buckets private, whatever their policies say. Without it one policy or ACL exposes a bucket."
fix = "Turn it on again: aws s3control put-public-access-block --account-id ACCOUNT --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true. Look for buckets that were opened since."
attacks = ["T1562.007", "T1530"]
false_positives = "An account that hosts public websites from buckets. Use CloudFront with origin access control instead."
finding_types = ["Policy:S3/AccountBlockPublicAccessDisabled"]
confidence = 90

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "DeleteAccountPublicAccessBlock", request_parameters = {accountId = "111111111111"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutAccountPublicAccessBlock", request_parameters = {PublicAccessBlockConfiguration = {BlockPublicAcls = true, IgnorePublicAcls = true, BlockPublicPolicy = false, RestrictPublicBuckets = true}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutAccountPublicAccessBlock", request_parameters = {PublicAccessBlockConfiguration = {BlockPublicAcls = true, IgnorePublicAcls = true, BlockPublicPolicy = true, RestrictPublicBuckets = true}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "DeleteAccountPublicAccessBlock", request_parameters = {accountId = "111111111111"}, error_code = "AccessDenied"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  account_id as resource,
  concat_ws(' ', event_name, 'turned Block Public Access of account', account_id, 'off') as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name in ('DeleteAccountPublicAccessBlock', 'PutAccountPublicAccessBlock')
  and error_code = ''
  and (
    event_name in ('DeleteAccountPublicAccessBlock')
    or regexp_matches(
      coalesce(json_extract_string(request_parameters, '$.PublicAccessBlockConfiguration'), ''),
      '"(BlockPublicAcls|IgnorePublicAcls|BlockPublicPolicy|RestrictPublicBuckets)":"?false'
    )
  )

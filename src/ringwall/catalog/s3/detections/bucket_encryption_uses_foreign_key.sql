/*
title = "Bucket encrypts new objects with a foreign key"
severity = "critical"
why = "Whoever owns the key decides who can read what is written from now on: deleting it makes the objects unreadable. It is a way to hold data to ransom."
fix = "Set the encryption of the bucket back to your own key, and copy the objects written since, while the foreign key still works."
attacks = ["T1486"]
false_positives = "An organization that keeps its keys in an account that neither the logs nor the estate know."
confidence = 85

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketEncryption", request_parameters = {bucketName = "invoices", ServerSideEncryptionConfiguration = {Rule = {ApplyServerSideEncryptionByDefault = {SSEAlgorithm = "aws:kms", KMSMasterKeyID = "arn:aws:kms:eu-west-1:999999999999:key/1"}}}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketEncryption", request_parameters = {bucketName = "invoices", ServerSideEncryptionConfiguration = {Rule = {ApplyServerSideEncryptionByDefault = {SSEAlgorithm = "aws:kms", KMSMasterKeyID = "arn:aws:kms:eu-west-1:111111111111:key/1"}}}}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "s3.amazonaws.com", event_name = "PutBucketEncryption", request_parameters = {bucketName = "invoices", ServerSideEncryptionConfiguration = {Rule = {ApplyServerSideEncryptionByDefault = {SSEAlgorithm = "AES256"}}}}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.bucketName'), '') as resource,
  concat_ws(
    ' ',
    'Bucket',
    json_extract_string(request_parameters, '$.bucketName'),
    'now encrypts new objects with a key of the foreign account',
    regexp_extract(request_parameters, '"KMSMasterKeyID": ?"arn:[^"]*:kms:[^":]*:([0-9]{12}):', 1)
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 's3.amazonaws.com'
  and event_name = 'PutBucketEncryption'
  and error_code = ''
  and regexp_extract(
    request_parameters,
    '"KMSMasterKeyID": ?"arn:[^"]*:kms:[^":]*:([0-9]{12}):',
    1
  ) <> ''
  and regexp_extract(
    request_parameters,
    '"KMSMasterKeyID": ?"arn:[^"]*:kms:[^":]*:([0-9]{12}):',
    1
  ) not in (select account_id from facts.own_account)

/*
title = "Policy of a resource was opened to a foreign account"
severity = "medium"
why = "A key, secret, repository, queue or vault that an account outside the organization may use gives the data away with valid credentials of its own."
fix = "Ask who owns the account, and put the former policy back where nobody does. Look in CloudTrail for calls of that account."
attacks = ["T1098", "T1537"]
false_positives = "Vendors and partners that have access on purpose: state it as an exception."
confidence = 60

[[example]]
cloudtrail = [{event_source = "secretsmanager.amazonaws.com", event_name = "PutResourcePolicy", request_parameters = {secretId = "s", resourcePolicy = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"arn:aws:iam::999999999999:root\"}, \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\"}]}"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "backup.amazonaws.com", event_name = "PutBackupVaultAccessPolicy", request_parameters = {backupVaultName = "k", policy = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Principal\": {\n        \"AWS\": [\n          \"arn:aws:iam::111111111111:root\",\n          \"arn:aws:iam::999999999999:user/x\"\n        ]\n      },\n      \"Action\": \"s3:GetObject\",\n      \"Resource\": \"arn:aws:s3:::b/*\"\n    }\n  ]\n}"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "backup.amazonaws.com", event_name = "PutBackupVaultAccessPolicy", request_parameters = {backupVaultName = "k", policy = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"arn:aws:iam::111111111111:root\"}, \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\"}]}"}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ecr.amazonaws.com", event_name = "SetRepositoryPolicy", request_parameters = {repositoryName = "r", policyText = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"arn:aws:iam::222222222222:root\"}, \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\"}]}"}}]
own_account = [{account_id = "222222222222"}]
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
      json_extract_string(request_parameters, '$.keyId'),
      json_extract_string(request_parameters, '$.repositoryName'),
      json_extract_string(request_parameters, '$.secretId'),
      json_extract_string(request_parameters, '$.queueUrl'),
      json_extract_string(request_parameters, '$.topicArn'),
      json_extract_string(request_parameters, '$.name'),
      json_extract_string(request_parameters, '$.domainName'),
      json_extract_string(request_parameters, '$.fileSystemId'),
      json_extract_string(request_parameters, '$.backupVaultName'),
      json_extract_string(request_parameters, '$.resourceArn'),
      json_extract_string(request_parameters, '$.resourceARN'),
      json_extract_string(request_parameters, '$.vaultName'),
      json_extract_string(request_parameters, '$.domain'),
      json_extract_string(request_parameters, '$.eventBusName'),
      json_extract_string(request_parameters, '$.identity'),
      ''
    ) as target,
    translate(
      coalesce(
        json_extract_string(request_parameters, '$.policy'),
        json_extract_string(request_parameters, '$.policyText'),
        json_extract_string(request_parameters, '$.resourcePolicy'),
        json_extract_string(request_parameters, '$.attributes.Policy'),
        json_extract_string(request_parameters, '$.accessPolicies'),
        json_extract_string(request_parameters, '$.policyInJson'),
        json_extract_string(request_parameters, '$.policyDocument'),
        json_extract_string(request_parameters, '$.Policy'),
        case
          when json_extract_string(request_parameters, '$.attributeName') = 'Policy'
            then json_extract_string(request_parameters, '$.attributeValue')
        end
      ),
      ' ' || chr(9) || chr(10) || chr(13),
      ''
    ) as policy
  from logs.cloudtrail
  where event_source in (
      'acm-pca.amazonaws.com', 'backup.amazonaws.com', 'codeartifact.amazonaws.com',
      'dynamodb.amazonaws.com', 'ecr.amazonaws.com', 'elasticfilesystem.amazonaws.com',
      'es.amazonaws.com', 'glacier.amazonaws.com', 'glue.amazonaws.com',
      'kinesis.amazonaws.com', 'lambda.amazonaws.com', 'redshift-serverless.amazonaws.com',
      'secretsmanager.amazonaws.com', 'ses.amazonaws.com', 'sns.amazonaws.com',
      'sqs.amazonaws.com'
    )
    and event_name in (
      'CreateDomain', 'CreateElasticsearchDomain', 'CreateEmailIdentityPolicy',
      'CreateQueue', 'CreateTopic', 'PutBackupVaultAccessPolicy',
      'PutDomainPermissionsPolicy', 'PutFileSystemPolicy', 'PutIdentityPolicy',
      'PutPolicy', 'PutRegistryPolicy', 'PutRepositoryPermissionsPolicy',
      'PutResourcePolicy', 'SetQueueAttributes', 'SetRepositoryPolicy',
      'SetTopicAttributes', 'SetVaultAccessPolicy', 'UpdateDomainConfig',
      'UpdateElasticsearchDomainConfig'
    )
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
  concat_ws(
    ' ',
    event_name,
    'gave the foreign account',
    grantee,
    'access to',
    split_part(event_source, '.', 1),
    'resource',
    target
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [grantee] as entities
from granted
where grantee not in (select account_id from facts.own_account)

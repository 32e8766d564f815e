/*
title = "Policy of a resource was opened to everyone"
severity = "high"
why = "A queue, topic, key, secret, repository, file system or vault whose policy names everybody can be used from any AWS account, without credentials of this organization."
fix = "Put the former policy back. Look in CloudTrail for calls of other accounts on the resource since then."
attacks = ["T1098", "T1537", "T1530"]
false_positives = "Topics and queues that a service of AWS writes to are limited by aws:SourceArn or aws:SourceAccount, and are not reported. A public repository of images may be meant."
confidence = 85

[[example]]
cloudtrail = [{event_source = "ecr.amazonaws.com", event_name = "SetRepositoryPolicy", request_parameters = {repositoryName = "app", policyText = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\"}]}"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "sqs.amazonaws.com", event_name = "SetQueueAttributes", request_parameters = {queueUrl = "q", attributes = {Policy = {Statement = [{Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*", Condition = {StringEquals = {"aws:PrincipalOrgID" = "o-1"}}}, {Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*"}]}}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "dynamodb.amazonaws.com", event_name = "PutResourcePolicy", request_parameters = {resourceArn = "k", policy = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"*\"}, \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\"}]}"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "sns.amazonaws.com", event_name = "SetTopicAttributes", request_parameters = {topicArn = "t", attributeName = "Policy", attributeValue = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\"}]}"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "secretsmanager.amazonaws.com", event_name = "PutResourcePolicy", request_parameters = {secretId = "s", resourcePolicy = {Version = "2012-10-17", Statement = [{Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*", Condition = {StringEquals = {"aws:PrincipalOrgID" = "o-1"}}}]}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "sns.amazonaws.com", event_name = "SetTopicAttributes", request_parameters = {topicArn = "t", attributeName = "Policy", attributeValue = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"*\"}, \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\", \"Condition\": {\"StringEquals\": {\"aws:SourceOwner\": \"111111111111\"}}}]}"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "backup.amazonaws.com", event_name = "PutBackupVaultAccessPolicy", request_parameters = {backupVaultName = "k", policy = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"arn:aws:iam::111111111111:root\"}, \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\"}]}"}}]
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
)
select distinct
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(
    ' ',
    event_name,
    'opened the policy of',
    split_part(event_source, '.', 1),
    'resource',
    target,
    'to everyone'
  ) as reason,
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

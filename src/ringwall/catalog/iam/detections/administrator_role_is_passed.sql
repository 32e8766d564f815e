/*
title = "Administrator role was passed to code that its caller controls"
severity = "high"
why = "Who hands an administrator role to an own function, instance, job or stack has all that the role has, without ever assuming it."
fix = "Take the role off the resource, and delete the resource if nobody knows it. Narrow iam:PassRole to the roles that the caller needs."
attacks = ["T1098.003", "T1548", "T1648"]
false_positives = "Administrators, and pipelines that deploy with an administrator role (they are administrators too, and do not count)."
confidence = 80

[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", operation = "CreateFunction", request_parameters = {functionName = "x", role = "arn:aws:iam::111111111111:role/boss"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
iam_principal = [
  {arn = "arn:aws:iam::111111111111:role/boss", is_admin = true},
  {arn = "arn:aws:iam::111111111111:user/mallory", is_admin = false},
]
expect = "hit"

# The caller is an administrator already.
[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", operation = "CreateFunction", request_parameters = {functionName = "x", role = "arn:aws:iam::111111111111:role/boss"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
iam_principal = [
  {arn = "arn:aws:iam::111111111111:role/boss", is_admin = true},
  {arn = "arn:aws:iam::111111111111:user/mallory", is_admin = true},
]
expect = "quiet"

# The role can do little.
[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", operation = "CreateFunction", request_parameters = {functionName = "x", role = "arn:aws:iam::111111111111:role/small"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
iam_principal = [{arn = "arn:aws:iam::111111111111:role/small", is_admin = false}]
expect = "quiet"

# It was denied.
[[example]]
cloudtrail = [{event_source = "lambda.amazonaws.com", operation = "CreateFunction", request_parameters = {role = "arn:aws:iam::111111111111:role/boss"}, error_code = "AccessDeniedException", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
iam_principal = [{arn = "arn:aws:iam::111111111111:role/boss", is_admin = true}]
expect = "quiet"
*/
with passed as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    invoked_by,
    source_ip,
    operation,
    regexp_extract(
      request_parameters,
      '"(?i:[a-z]*role(_?arn)?|executionRoleArn|serviceRole)"\s*:\s*"(arn:aws[a-z-]*:iam::[0-9]{12}:role/[^"]+)"',
      2
    ) as role_arn
  from logs.cloudtrail
  where error_code = ''
    and operation in (
      'AssociateIamInstanceProfile',
      'CreateAgentRuntime',
      'CreateChangeSet',
      'CreateCodeInterpreter',
      'CreateDevEndpoint',
      'CreateFunction',
      'CreateJob',
      'CreateLaunchConfiguration',
      'CreateModel',
      'CreateNotebookInstance',
      'CreateProcessingJob',
      'CreateProject',
      'CreateSchedule',
      'CreateService',
      'CreateSession',
      'CreateStack',
      'CreateStateMachine',
      'CreateTopicRule',
      'CreateTrainingJob',
      'PutPipelineDefinition',
      'RegisterJobDefinition',
      'RegisterTaskDefinition',
      'ReplaceIamInstanceProfileAssociation',
      'RunInstances',
      'RunJobFlow',
      'RunTask',
      'StartAutomationExecution',
      'UpdateFunctionConfiguration',
      'UpdateJob',
      'UpdateProject',
      'UpdateStack',
      'UpdateStateMachine'
    )
)
select
  e.event_time as at,
  e.event_id as act,
  coalesce(e.account_id, '') as account_id,
  e.aws_region as region,
  coalesce(nullif(e.principal_arn, ''), e.session_arn) as actor,
  e.session_arn as session,
  e.access_key_id as access_key,
  case when e.invoked_by = '' then e.source_ip else '' end as address,
  e.role_arn as resource,
  e.operation || ' handed over administrator role ' || e.role_arn as reason
from passed e
where e.role_arn <> ''
  and exists (
    select 1
    from facts.iam_principal r
    where r.arn = e.role_arn
      and r.is_admin
  )
  and not exists (
    select 1
    from facts.iam_principal c
    where c.arn = e.principal_arn
      and c.is_admin
  )
  and e.principal_arn <> e.role_arn

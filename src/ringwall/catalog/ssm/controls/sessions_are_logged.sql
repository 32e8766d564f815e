/*
title = "Session Manager should log sessions"
layer = "infrastructure"
severity = "medium"
why = "Without a log, nobody knows after an incident what was typed in a session: CloudTrail records only that there was one."
fix = "Set s3BucketName or cloudWatchLogGroupName in the document SSM-SessionManagerRunShell: aws ssm update-document --name SSM-SessionManagerRunShell --content file://preferences.json --document-version '$LATEST', then aws ssm update-document-default-version."
url = "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html"

[[example]]
ssm_document = [{arn = "d", name = "SSM-SessionManagerRunShell", content = {inputs = {s3BucketName = "b", cloudWatchLogGroupName = ""}}}]
expect = "pass"

[[example]]
ssm_document = [{arn = "d", name = "SSM-SessionManagerRunShell", content = {inputs = {cloudWatchLogGroupName = "g"}}}]
expect = "pass"

[[example]]
ssm_document = [{arn = "d", name = "SSM-SessionManagerRunShell", content = {inputs = {s3BucketName = ""}}}]
expect = "fail"

[[example]]
ssm_document = [{arn = "d", name = "SSM-SessionManagerRunShell"}]
expect = "unknown"
*/
with target as (
  select
    d.arn,
    d.name,
    d.content,
    coalesce(nullif(d.content ->> '$.inputs.s3BucketName', ''), d.content ->> '$.inputs.cloudWatchLogGroupName', '') as log
  from estate.ssm_document d
)
select
  t.arn as resource,
  case when t.name = 'SSM-SessionManagerRunShell' and t.content is not null then t.log <> '' end as ok,
  case when t.log = '' then 'sessions are not logged' else 'sessions are logged to ' || t.log end as reason
from target t
where (t.name = 'SSM-SessionManagerRunShell') is not false

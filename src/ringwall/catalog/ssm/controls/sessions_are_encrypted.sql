/*
title = "Session Manager should encrypt sessions with a KMS key"
layer = "infrastructure"
severity = "low"
why = "Beside TLS, a session is then encrypted from end to end with your key, and whoever has no permission for the key cannot begin one."
fix = "Set kmsKeyId in the document SSM-SessionManagerRunShell: aws ssm update-document --name SSM-SessionManagerRunShell --content file://preferences.json --document-version '$LATEST', then aws ssm update-document-default-version."
url = "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html"

[[example]]
ssm_document = [{arn = "d", name = "SSM-SessionManagerRunShell", document_type = "Session", content = {inputs = {kmsKeyId = "k"}}}]
expect = "pass"

[[example]]
ssm_document = [{arn = "d", name = "SSM-SessionManagerRunShell", document_type = "Session", content = {inputs = {kmsKeyId = ""}}}]
expect = "fail"

[[example]]
ssm_document = [{arn = "d", name = "SSM-SessionManagerRunShell", document_type = "Session", content = {inputs = {}}}]
expect = "fail"

[[example]]
ssm_document = [{arn = "d", name = "SSM-SessionManagerRunShell", document_type = "Session"}]
expect = "unknown"
*/
select
  d.arn as resource,
  case
    when d.name = 'SSM-SessionManagerRunShell' then case
      when d.content is null then null
      else coalesce(d.content ->> '$.inputs.kmsKeyId', '') <> ''
    end
  end as ok,
  'kmsKeyId of the preferences is ' || coalesce(nullif(d.content ->> '$.inputs.kmsKeyId', ''), 'not set') as reason
from estate.ssm_document d
where (d.name = 'SSM-SessionManagerRunShell') is not false

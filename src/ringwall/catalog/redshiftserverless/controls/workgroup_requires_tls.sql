/*
title = "Redshift Serverless workgroup should require TLS of its clients"
layer = "data"
severity = "medium"
why = "Without TLS whoever can read the network reads statements and their results, and a client cannot know that it speaks with the warehouse."
fix = "aws redshift-serverless update-workgroup --workgroup-name NAME --config-parameters parameterKey=require_ssl,parameterValue=true"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-security-other.html"

[[example]]
redshiftserverless_workgroup = [{arn = "w", require_ssl = "true"}]
expect = "pass"

[[example]]
redshiftserverless_workgroup = [{arn = "w", require_ssl = "false"}]
expect = "fail"

# AWS does not say it.
[[example]]
redshiftserverless_workgroup = [{arn = "w", require_ssl = ""}]
expect = "unknown"

[[example]]
redshiftserverless_workgroup = [{arn = "w"}]
expect = "unknown"
*/
select
  w.arn as resource,
  lower(nullif(w.require_ssl, '')) = 'true' as ok,
  'require_ssl is ' || nullif(w.require_ssl, '') as reason
from estate.redshiftserverless_workgroup w

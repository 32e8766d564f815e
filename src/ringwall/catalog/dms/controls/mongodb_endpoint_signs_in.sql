/*
title = "DMS endpoint of MongoDB should sign in"
layer = "identity"
severity = "medium"
why = "An endpoint that does not sign in reads a database that asks nobody who they are: whoever reaches its port reads it, too."
fix = "aws dms modify-endpoint --endpoint-arn ARN --mongo-db-settings AuthType=password,AuthMechanism=scram_sha_1,SecretsManagerAccessRoleArn=ROLE_ARN,SecretsManagerSecretId=SECRET"
url = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.MongoDB.html"

[[example]]
dms_endpoint = [{arn = "e", engine_name = "mongodb", mongo_db_auth_type = "password"}]
expect = "pass"

[[example]]
dms_endpoint = [{arn = "e", engine_name = "mongodb", mongo_db_auth_type = "no"}]
expect = "fail"

# An endpoint of another engine.
[[example]]
dms_endpoint = [
  {arn = "e", engine_name = "mongodb", mongo_db_auth_type = "password"},
  {arn = "f", engine_name = "mysql", mongo_db_auth_type = ""},
]
expect = "pass"

# AWS does not say it.
[[example]]
dms_endpoint = [{arn = "e", engine_name = "mongodb", mongo_db_auth_type = ""}]
expect = "unknown"

[[example]]
dms_endpoint = [{arn = "e", engine_name = "mongodb"}]
expect = "unknown"

[[example]]
dms_endpoint = [{arn = "e", mongo_db_auth_type = "no"}]
expect = "unknown"
*/
select
  e.arn as resource,
  case
    when lower(e.engine_name) = 'mongodb' then nullif(e.mongo_db_auth_type, '') <> 'no'
  end as ok,
  'AuthType is ' || nullif(e.mongo_db_auth_type, '') as reason
from estate.dms_endpoint e
where (lower(e.engine_name) = 'mongodb') is not false

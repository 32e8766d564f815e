/*
title = "DMS endpoint should connect with TLS"
layer = "data"
severity = "medium"
why = "Without TLS whoever can read the network reads the password of the database and everything that is copied."
fix = "aws dms modify-endpoint --endpoint-arn ARN --ssl-mode require; better verify-full with --certificate-arn, which checks whom it speaks with"
url = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html"

[[example]]
dms_endpoint = [{arn = "e", engine_name = "postgres", ssl_mode = "require"}]
expect = "pass"

[[example]]
dms_endpoint = [{arn = "e", engine_name = "mysql", ssl_mode = "none"}]
expect = "fail"

# Stores of AWS are reached by HTTPS alone, and Kafka and Redis have settings of their own.
[[example]]
dms_endpoint = [
  {arn = "e", engine_name = "postgres", ssl_mode = "verify-full"},
  {arn = "f", engine_name = "s3", ssl_mode = "none"},
  {arn = "g", engine_name = "kinesis", ssl_mode = "none"},
  {arn = "h", engine_name = "redis", ssl_mode = "none"},
]
expect = "pass"

# AWS does not say it.
[[example]]
dms_endpoint = [{arn = "e", engine_name = "mysql", ssl_mode = ""}]
expect = "unknown"

[[example]]
dms_endpoint = [{arn = "e", engine_name = "mysql"}]
expect = "unknown"

[[example]]
dms_endpoint = [{arn = "e", ssl_mode = "none"}]
expect = "unknown"
*/
with endpoint as (
  select
    e.arn,
    nullif(e.ssl_mode, '') as ssl_mode,
    lower(e.engine_name) not in (
      'dynamodb', 'kafka', 'kinesis', 'neptune', 'opensearch', 'redis', 's3', 'timestream'
    ) as has_mode
  from estate.dms_endpoint e
)
select
  e.arn as resource,
  case when e.has_mode then e.ssl_mode <> 'none' end as ok,
  'SslMode is ' || e.ssl_mode as reason
from endpoint e
where e.has_mode is not false

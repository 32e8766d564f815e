/*
title = "DMS endpoint of Redis OSS should connect with TLS"
layer = "data"
severity = "medium"
why = "Without TLS whoever can read the network reads the password of the cache and everything that is copied."
fix = "aws dms modify-endpoint --endpoint-arn ARN --redis-settings ServerName=NAME,Port=PORT,SslSecurityProtocol=ssl-encryption"
url = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Redis.html"

[[example]]
dms_endpoint = [{arn = "e", engine_name = "redis", redis_ssl_security_protocol = "ssl-encryption"}]
expect = "pass"

[[example]]
dms_endpoint = [{arn = "e", engine_name = "redis", redis_ssl_security_protocol = "plaintext"}]
expect = "fail"

# An endpoint of another engine.
[[example]]
dms_endpoint = [
  {arn = "e", engine_name = "redis", redis_ssl_security_protocol = "ssl-encryption"},
  {arn = "f", engine_name = "mysql", redis_ssl_security_protocol = ""},
]
expect = "pass"

# AWS does not say it.
[[example]]
dms_endpoint = [{arn = "e", engine_name = "redis", redis_ssl_security_protocol = ""}]
expect = "unknown"

[[example]]
dms_endpoint = [{arn = "e", engine_name = "redis"}]
expect = "unknown"

[[example]]
dms_endpoint = [{arn = "e", redis_ssl_security_protocol = "plaintext"}]
expect = "unknown"
*/
select
  e.arn as resource,
  case
    when lower(e.engine_name) = 'redis'
      then nullif(e.redis_ssl_security_protocol, '') = 'ssl-encryption'
  end as ok,
  'SslSecurityProtocol is ' || nullif(e.redis_ssl_security_protocol, '') as reason
from estate.dms_endpoint e
where (lower(e.engine_name) = 'redis') is not false

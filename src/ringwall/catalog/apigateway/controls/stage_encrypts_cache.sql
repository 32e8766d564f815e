/*
title = "REST API stage should encrypt its cache"
layer = "data"
severity = "medium"
why = "Answers with customers' data lie in the cache in the clear, where the keys that protect the database do not protect them."
fix = "aws apigateway update-stage --rest-api-id API_ID --stage-name STAGE --patch-operations op=replace,path=/RESOURCE/METHOD/caching/dataEncrypted,value=true (asterisks in place of both mean all)"
url = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html"

[[example]]
apigateway_stage = [{arn = "s", cache_cluster_enabled = true, plain_caches = 0}]
expect = "pass"

[[example]]
apigateway_stage = [{arn = "s", cache_cluster_enabled = true, plain_caches = 1}]
expect = "fail"

# Methods would be cached, but there is no cache.
[[example]]
apigateway_stage = [{arn = "s", cache_cluster_enabled = false, plain_caches = 1}]
expect = "pass"

[[example]]
apigateway_stage = [{arn = "s", cache_cluster_enabled = true}]
expect = "unknown"

[[example]]
apigateway_stage = [{arn = "s", plain_caches = 1}]
expect = "unknown"
*/
select
  s.arn as resource,
  not s.cache_cluster_enabled or s.plain_caches = 0 as ok,
  case
    when not s.cache_cluster_enabled then 'it has no cache'
    else s.plain_caches || ' settings of methods cache without encryption'
  end as reason
from estate.apigateway_stage s

/*
title = "API integration should use HTTPS for private connections"
layer = "data"
severity = "medium"
why = "What callers send by HTTPS goes on in the clear: whoever mirrors traffic or has a machine in the network reads passwords and customers' data."
fix = "aws apigatewayv2 update-integration --api-id API_ID --integration-id INTEGRATION_ID --tls-config ServerNameToVerify=NAME"
url = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html"

[[example]]
apigatewayv2_integration = [{arn = "i", connection_type = "VPC_LINK", has_tls_config = true}]
expect = "pass"

[[example]]
apigatewayv2_integration = [{arn = "i", connection_type = "VPC_LINK", has_tls_config = false}]
expect = "fail"

# It is no private connection.
[[example]]
apigatewayv2_integration = [{arn = "i", connection_type = "INTERNET", has_tls_config = false}, {arn = "j", connection_type = "VPC_LINK", has_tls_config = true}]
expect = "pass"

[[example]]
apigatewayv2_integration = [{arn = "i", connection_type = "VPC_LINK"}]
expect = "unknown"

[[example]]
apigatewayv2_integration = [{arn = "i", has_tls_config = false}]
expect = "unknown"
*/
select
  i.arn as resource,
  case when i.connection_type = 'VPC_LINK' then i.has_tls_config end as ok,
  case when i.has_tls_config then 'it has a TlsConfig' else 'it has no TlsConfig' end as reason
from estate.apigatewayv2_integration i
where (i.connection_type = 'VPC_LINK') is not false

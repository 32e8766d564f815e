/*
title = "API route should require authorization"
layer = "identity"
severity = "medium"
why = "Whoever finds the address of the API gets what is behind the route, without proving who they are."
fix = "aws apigatewayv2 update-route --api-id API_ID --route-id ROUTE_ID --authorization-type JWT --authorizer-id AUTHORIZER_ID (AWS_IAM needs no authorizer)"
url = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html"

[[example]]
apigatewayv2_route = [{arn = "r", protocol_type = "HTTP", route_key = "GET /", authorization_type = "JWT"}]
expect = "pass"

[[example]]
apigatewayv2_route = [{arn = "r", protocol_type = "HTTP", route_key = "GET /", authorization_type = "NONE"}]
expect = "fail"

# Who has a connection was authorized when it was made.
[[example]]
apigatewayv2_route = [{arn = "r", protocol_type = "WEBSOCKET", route_key = "sendmessage", authorization_type = "NONE"}]
expect = "pass"

[[example]]
apigatewayv2_route = [{arn = "r", protocol_type = "WEBSOCKET", route_key = "$connect", authorization_type = "NONE"}]
expect = "fail"

[[example]]
apigatewayv2_route = [{arn = "r", protocol_type = "HTTP", route_key = "GET /"}]
expect = "unknown"

[[example]]
apigatewayv2_route = [{arn = "r", route_key = "sendmessage", authorization_type = "NONE"}]
expect = "unknown"
*/
select
  r.arn as resource,
  r.authorization_type <> 'NONE' or (r.protocol_type = 'WEBSOCKET' and r.route_key <> '$connect')
    as ok,
  case
    when r.protocol_type = 'WEBSOCKET' and r.route_key <> '$connect'
      then 'it is of a connection, of which $connect decides'
    else 'AuthorizationType is ' || r.authorization_type
  end as reason
from estate.apigatewayv2_route r

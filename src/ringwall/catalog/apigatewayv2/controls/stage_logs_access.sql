/*
title = "HTTP or WebSocket API stage should log requests"
layer = "detection"
severity = "medium"
why = "Without the logs, nobody can tell who called the API, from where, and what they got."
fix = "aws apigatewayv2 update-stage --api-id API_ID --stage-name STAGE --access-log-settings file://settings.json with DestinationArn and Format"
url = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html"

[[example]]
apigatewayv2_stage = [{arn = "a", access_log_destination_arn = "arn:aws:logs:eu-west-1:111111111111:log-group:api"}]
expect = "pass"

[[example]]
apigatewayv2_stage = [{arn = "a", access_log_destination_arn = ""}]
expect = "fail"

[[example]]
apigatewayv2_stage = [{arn = "a"}]
expect = "unknown"
*/
select
  s.arn as resource,
  s.access_log_destination_arn <> '' as ok,
  case when s.access_log_destination_arn = '' then 'it logs no requests' else 'the destination is ' || s.access_log_destination_arn end as reason
from estate.apigatewayv2_stage s

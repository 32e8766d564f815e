/*
title = "WebSocket API stage should log how requests run"
layer = "detection"
severity = "medium"
why = "Without the logs, nobody can tell which messages of an attacker were answered, which were refused, and by what."
fix = "aws apigatewayv2 update-stage --api-id API_ID --stage-name STAGE --default-route-settings LoggingLevel=ERROR"
url = "https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html"

[[example]]
apigatewayv2_stage = [{arn = "s", protocol_type = "WEBSOCKET", logging_level = "ERROR", route_logging_levels = []}]
expect = "pass"

[[example]]
apigatewayv2_stage = [{arn = "s", protocol_type = "WEBSOCKET", logging_level = "", route_logging_levels = []}]
expect = "fail"

[[example]]
apigatewayv2_stage = [{arn = "s", protocol_type = "WEBSOCKET", logging_level = "INFO", route_logging_levels = ["OFF"]}]
expect = "fail"

# HTTP APIs have access logs alone.
[[example]]
apigatewayv2_stage = [{arn = "s", protocol_type = "HTTP", logging_level = "", route_logging_levels = []}, {arn = "t", protocol_type = "WEBSOCKET", logging_level = "INFO", route_logging_levels = []}]
expect = "pass"

[[example]]
apigatewayv2_stage = [{arn = "s", protocol_type = "WEBSOCKET", route_logging_levels = []}]
expect = "unknown"

[[example]]
apigatewayv2_stage = [{arn = "s", logging_level = "", route_logging_levels = []}]
expect = "unknown"
*/
select
  s.arn as resource,
  case
    when s.protocol_type = 'WEBSOCKET' then
      s.logging_level in ('ERROR', 'INFO') and not list_contains(s.route_logging_levels, 'OFF')
  end as ok,
  case
    when list_contains(s.route_logging_levels, 'OFF') then 'LoggingLevel is OFF for a route'
    else 'LoggingLevel is ' || coalesce(nullif(s.logging_level, ''), 'not set')
  end as reason
from estate.apigatewayv2_stage s
where (s.protocol_type = 'WEBSOCKET') is not false

/*
title = "REST API stage should log how requests run"
layer = "detection"
severity = "medium"
why = "Without the logs, nobody can tell which requests of an attacker were answered, which were refused, and by what."
fix = "aws apigateway update-stage --rest-api-id API_ID --stage-name STAGE --patch-operations op=replace,path=/RESOURCE/METHOD/logging/loglevel,value=ERROR (asterisks in place of both mean all)"
url = "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"

[[example]]
apigateway_stage = [{arn = "s", logging_level = "INFO", logging_levels = ["INFO", "ERROR"]}]
expect = "pass"

[[example]]
apigateway_stage = [{arn = "s", logging_level = "OFF", logging_levels = ["OFF"]}]
expect = "fail"

# Some methods are logged, and all others are not.
[[example]]
apigateway_stage = [{arn = "s", logging_level = "", logging_levels = ["INFO"]}]
expect = "fail"

# A method has a setting of its own.
[[example]]
apigateway_stage = [{arn = "s", logging_level = "INFO", logging_levels = ["INFO", "OFF"]}]
expect = "fail"

[[example]]
apigateway_stage = [{arn = "s", logging_levels = ["INFO"]}]
expect = "unknown"

[[example]]
apigateway_stage = [{arn = "s", logging_level = "INFO"}]
expect = "unknown"
*/
select
  s.arn as resource,
  s.logging_level in ('ERROR', 'INFO') and not list_contains(s.logging_levels, 'OFF') as ok,
  case
    when s.logging_level not in ('ERROR', 'INFO')
      then 'loggingLevel is ' || coalesce(nullif(s.logging_level, ''), 'not set') || ' for all methods'
    when list_contains(s.logging_levels, 'OFF') then 'loggingLevel is OFF for a method'
    else 'loggingLevel is ' || s.logging_level
  end as reason
from estate.apigateway_stage s

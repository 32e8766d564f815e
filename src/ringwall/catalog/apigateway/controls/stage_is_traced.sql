/*
title = "REST API stage should be traced by X-Ray"
family = "setting_has_value"
table = "apigateway_stage"
column = "tracing_enabled"
setting = "tracingEnabled"
layer = "detection"
severity = "low"
why = "Without traces, nobody sees which service behind the API a request of an attacker reached."
fix = "aws apigateway update-stage --rest-api-id API_ID --stage-name STAGE --patch-operations op=replace,path=/tracingEnabled,value=true"
url = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html"
*/

/*
title = "REST API stage should have a certificate for backends"
layer = "identity"
severity = "medium"
why = "A backend on the internet cannot tell API Gateway from anyone else: who finds its address goes around all that the API checks."
fix = "aws apigateway generate-client-certificate; then aws apigateway update-stage --rest-api-id API_ID --stage-name STAGE --patch-operations op=replace,path=/clientCertificateId,value=ID"
url = "https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html"

[[example]]
apigateway_stage = [{arn = "a", client_certificate_id = "a1b2c3"}]
expect = "pass"

[[example]]
apigateway_stage = [{arn = "a", client_certificate_id = ""}]
expect = "fail"

[[example]]
apigateway_stage = [{arn = "a"}]
expect = "unknown"
*/
select
  s.arn as resource,
  s.client_certificate_id <> '' as ok,
  case when s.client_certificate_id = '' then 'it has no client certificate' else 'clientCertificateId is ' || s.client_certificate_id end as reason
from estate.apigateway_stage s

/*
title = "REST API stage should have a web ACL"
layer = "infrastructure"
severity = "medium"
why = "Without a web ACL of AWS WAF, every request reaches the backend: SQL injection, known exploits, and floods from one address."
fix = "aws wafv2 associate-web-acl --web-acl-arn ACL_ARN --resource-arn STAGE_ARN"
url = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html"

[[example]]
apigateway_stage = [{arn = "a", web_acl_arn = "arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/a/1"}]
expect = "pass"

[[example]]
apigateway_stage = [{arn = "a", web_acl_arn = ""}]
expect = "fail"

[[example]]
apigateway_stage = [{arn = "a"}]
expect = "unknown"
*/
select
  s.arn as resource,
  s.web_acl_arn <> '' as ok,
  case when s.web_acl_arn = '' then 'it has no web ACL' else 'webAclArn is ' || s.web_acl_arn end as reason
from estate.apigateway_stage s

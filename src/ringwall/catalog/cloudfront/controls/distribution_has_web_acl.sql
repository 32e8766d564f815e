/*
title = "Distribution should have a web ACL"
layer = "infrastructure"
severity = "medium"
why = "Without a web ACL of AWS WAF, every request reaches the application: SQL injection, known exploits, and floods from one address."
fix = "aws cloudfront associate-distribution-web-acl --id ID --web-acl-arn ACL_ARN"
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-awswaf.html"

[[example]]
cloudfront_distribution = [{arn = "d", web_acl_id = "arn:aws:wafv2:us-east-1:111111111111:global/webacl/a/1"}]
expect = "pass"

# One of WAF Classic.
[[example]]
cloudfront_distribution = [{arn = "d", web_acl_id = "473e64fd-f30b-4765-81a0-62ad96dd167a"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d", web_acl_id = ""}]
expect = "fail"

[[example]]
cloudfront_distribution = [{arn = "d"}]
expect = "unknown"
*/
select
  d.arn as resource,
  d.web_acl_id <> '' as ok,
  case when d.web_acl_id = '' then 'it has no web ACL' else 'its web ACL is ' || d.web_acl_id end
    as reason
from estate.cloudfront_distribution d

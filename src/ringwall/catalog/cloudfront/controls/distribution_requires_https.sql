/*
title = "Distribution should require HTTPS"
layer = "data"
severity = "medium"
why = "Over HTTP, passwords and cookies are read, and pages are changed, by whoever sits between: in a hotel, at a provider, in the same network."
fix = "aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://config.json with ViewerProtocolPolicy=redirect-to-https in each cache behavior"
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html"

[[example]]
cloudfront_distribution = [{arn = "d", viewer_protocol_policies = ["redirect-to-https", "https-only"]}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d", viewer_protocol_policies = ["redirect-to-https", "allow-all"]}]
expect = "fail"

[[example]]
cloudfront_distribution = [{arn = "d"}]
expect = "unknown"
*/
select
  d.arn as resource,
  not list_contains(d.viewer_protocol_policies, 'allow-all') as ok,
  'its cache behaviors have ' || array_to_string(d.viewer_protocol_policies, ', ') as reason
from estate.cloudfront_distribution d

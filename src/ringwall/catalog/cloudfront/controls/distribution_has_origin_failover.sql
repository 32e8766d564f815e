/*
title = "Distribution should have an origin that takes over"
layer = "infrastructure"
severity = "low"
why = "When the only origin fails, or is flooded, nobody gets an answer."
fix = "aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://config.json with an origin group of two origins"
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html"

[[example]]
cloudfront_distribution = [{arn = "d", origin_group_count = 1}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d", origin_group_count = 0}]
expect = "fail"

[[example]]
cloudfront_distribution = [{arn = "d"}]
expect = "unknown"
*/
select
  d.arn as resource,
  d.origin_group_count > 0 as ok,
  'it has ' || d.origin_group_count || ' origin groups' as reason
from estate.cloudfront_distribution d

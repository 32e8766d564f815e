/*
title = "Distribution should have a recommended security policy"
layer = "data"
severity = "medium"
why = "Older policies accept versions of TLS and ciphers that have been broken: whoever sits between makes both sides agree on the weakest, and reads what they say."
fix = "aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://config.json with MinimumProtocolVersion=TLSv1.2_2021, and a certificate of your own"
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html"

[[example]]
cloudfront_distribution = [{arn = "d", minimum_protocol_version = "TLSv1.2_2021"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d", minimum_protocol_version = "TLSv1.3_2025"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d", minimum_protocol_version = "TLSv1.2_2019"}]
expect = "fail"

# What comes with CloudFront's certificate.
[[example]]
cloudfront_distribution = [{arn = "d", minimum_protocol_version = "TLSv1"}]
expect = "fail"

[[example]]
cloudfront_distribution = [{arn = "d"}]
expect = "unknown"
*/
select
  d.arn as resource,
  d.minimum_protocol_version in ('TLSv1.2_2021', 'TLSv1.2_2025', 'TLSv1.3_2025') as ok,
  'MinimumProtocolVersion is ' || d.minimum_protocol_version as reason
from estate.cloudfront_distribution d

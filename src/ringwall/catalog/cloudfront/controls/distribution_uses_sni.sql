/*
title = "Distribution should tell certificates by SNI"
layer = "data"
severity = "low"
why = "Addresses of its own are paid by the month for clients that are older than SNI: those accept versions of TLS and ciphers that have been broken."
fix = "aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://config.json with SSLSupportMethod=sni-only"
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-https-dedicated-ip-or-sni.html"

[[example]]
cloudfront_distribution = [{arn = "d", cloudfront_default_certificate = false, ssl_support_method = "sni-only"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d", cloudfront_default_certificate = false, ssl_support_method = "vip"}]
expect = "fail"

# CloudFront's certificate needs no method.
[[example]]
cloudfront_distribution = [{arn = "d", cloudfront_default_certificate = true, ssl_support_method = "vip"}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d", cloudfront_default_certificate = false}]
expect = "unknown"

[[example]]
cloudfront_distribution = [{arn = "d", ssl_support_method = "vip"}]
expect = "unknown"
*/
select
  d.arn as resource,
  d.cloudfront_default_certificate or d.ssl_support_method = 'sni-only' as ok,
  case
    when d.cloudfront_default_certificate then 'it has CloudFront''s certificate'
    else 'SSLSupportMethod is ' || d.ssl_support_method
  end as reason
from estate.cloudfront_distribution d

/*
title = "Distribution should have a certificate for names of your own"
family = "setting_has_value"
table = "cloudfront_distribution"
column = "cloudfront_default_certificate"
setting = "CloudFrontDefaultCertificate"
value = false
other = true
layer = "data"
severity = "low"
why = "With CloudFront's certificate, people see a name that nobody can tell from another one's, and the oldest version of TLS is accepted."
fix = "aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://config.json with ViewerCertificate={ACMCertificateArn=ARN,SSLSupportMethod=sni-only,MinimumProtocolVersion=TLSv1.2_2021} and the names as Aliases"
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html"
*/

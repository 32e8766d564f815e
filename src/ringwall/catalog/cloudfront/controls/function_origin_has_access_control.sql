/*
title = "Distribution should sign requests to function URLs"
family = "origin_has_access_control"
kind = "lambda"
severity = "medium"
why = "Without an origin access control, a function URL has to be public: who finds it goes around CloudFront and its web ACL."
fix = "aws cloudfront create-origin-access-control --origin-access-control-config Name=NAME,SigningProtocol=sigv4,SigningBehavior=always,OriginAccessControlOriginType=lambda; then aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://config.json with its ID in the origin"
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html"
*/

/*
title = "Distribution should sign requests to buckets"
family = "origin_has_access_control"
kind = "s3"
severity = "medium"
why = "Without an origin access control, a bucket has to be public, or open to an identity of the past that cannot write, nor read what a KMS key encrypts: who knows the bucket goes around CloudFront and its web ACL."
fix = "aws cloudfront create-origin-access-control --origin-access-control-config Name=NAME,SigningProtocol=sigv4,SigningBehavior=always,OriginAccessControlOriginType=s3; then aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://config.json with its ID in the origin"
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html"
*/

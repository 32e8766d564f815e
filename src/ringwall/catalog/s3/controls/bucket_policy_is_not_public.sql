/*
title = "Bucket should not be public"
family = "policy_is_not_public"
table = "s3_bucket"
severity = "critical"
why = "A policy or an ACL that allows anyone, without a condition that limits who, gives the bucket to the internet."
fix = "Block public access at once: aws s3api put-public-access-block --bucket NAME --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true; then correct the policy: aws s3api put-bucket-policy --bucket NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status"
*/

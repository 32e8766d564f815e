/*
title = "Access point should not be public"
family = "policy_is_not_public"
table = "s3_access_point"
severity = "critical"
why = "An access point is another address of a bucket, with a policy and Block Public Access settings of its own. A public one exposes what the bucket's own policy protects."
fix = "Block Public Access of an access point cannot be changed: delete the access point (aws s3control delete-access-point --account-id ACCOUNT --name NAME) and create it again with RestrictPublicBuckets, or limit its policy: aws s3control put-access-point-policy --account-id ACCOUNT --name NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html"
*/

/*
title = "Bucket should not be open to other organizations without conditions"
family = "restricts_other_organizations"
table = "s3_bucket"
severity = "high"
why = "If a policy names a whole account, the administrators of that account decide who has access, now and later. If that account is compromised, so is this data."
fix = "Add a Condition on the caller (ArnLike aws:PrincipalArn, StringEquals aws:PrincipalTag/...) or on the network (aws:SourceVpce, aws:SourceIp), or name the role instead of the account: aws s3api put-bucket-policy --bucket NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html"
*/

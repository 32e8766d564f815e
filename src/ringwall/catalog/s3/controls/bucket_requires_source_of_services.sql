/*
title = "Bucket should limit AWS services to your own resources"
family = "requires_source_of_services"
table = "s3_bucket"
severity = "medium"
why = "A bucket policy that trusts an AWS service without naming a source lets the service read or write for the trail or job of any AWS customer. This is the confused deputy problem."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the trail or job), StringEquals aws:SourceAccount, or StringEquals aws:SourceOrgID: aws s3api put-bucket-policy --bucket NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
*/

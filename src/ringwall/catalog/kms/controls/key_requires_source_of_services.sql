/*
title = "KMS key should limit AWS services to your own resources"
family = "requires_source_of_services"
table = "kms_key"
scope = "r.key_manager = 'CUSTOMER'"
row = {key_manager = "CUSTOMER"}
severity = "medium"
why = "A key policy that trusts an AWS service without naming a source lets the service encrypt and decrypt for the trail, topic or log group of any AWS customer. This is the confused deputy problem."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the trail, topic or log group), StringEquals aws:SourceAccount, or StringEquals aws:SourceOrgID: aws kms put-key-policy --key-id KEY_ARN --policy file://policy.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
*/

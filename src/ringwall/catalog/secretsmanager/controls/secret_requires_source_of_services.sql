/*
title = "Secret should limit AWS services to your own resources"
family = "requires_source_of_services"
table = "secretsmanager_secret"
severity = "high"
why = "A policy that trusts an AWS service without naming a source lets the service read the secret for a resource of any AWS customer. This is the confused deputy problem."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the resource that needs the secret), StringEquals aws:SourceAccount, or StringEquals aws:SourceOrgID: aws secretsmanager put-resource-policy --secret-id ARN --resource-policy file://policy.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
*/

/*
title = "DynamoDB table should not be public"
family = "policy_is_not_public"
table = "dynamodb_table"
severity = "critical"
why = "Principal * without a condition on the caller gives every AWS account access to the table's items."
fix = "Name the roles that use the table: aws dynamodb put-resource-policy --resource-arn ARN --policy file://policy.json"
url = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html"
*/

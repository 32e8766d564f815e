/*
title = "DynamoDB table should have deletion protection enabled"
family = "setting_has_value"
table = "dynamodb_table"
column = "deletion_protection_enabled"
setting = "DeletionProtectionEnabled"
layer = "data"
severity = "medium"
why = "One wrong command, or one stolen role, can delete a table with all its items. With deletion protection it takes two steps, and the first one shows in the logs."
fix = "aws dynamodb update-table --table-name NAME --deletion-protection-enabled"
url = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html"
*/

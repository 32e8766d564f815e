/*
title = "Lambda alias or version should limit AWS services to your own resources"
family = "requires_source_of_services"
table = "lambda_alias"
severity = "medium"
why = "A permission that trusts an AWS service without naming a source lets the bucket, topic or rule of any AWS customer start the function, with the permissions of the function's role. This is the confused deputy problem."
fix = "Grant the permission again, with a source: aws lambda remove-permission --function-name NAME --qualifier ALIAS_OR_VERSION --statement-id SID; aws lambda add-permission --function-name NAME --qualifier ALIAS_OR_VERSION --statement-id SID --action lambda:InvokeFunction --principal SERVICE --source-arn ARN --source-account ACCOUNT"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
*/

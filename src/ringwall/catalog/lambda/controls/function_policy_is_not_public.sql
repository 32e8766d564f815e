/*
title = "Lambda function should not be public"
family = "policy_is_not_public"
table = "lambda_function"
severity = "critical"
why = "A permission for Principal * without a source account or organization lets every AWS account run the function with input of its choice, with the permissions of the function's role and at your cost."
fix = "Remove the permission and grant it to the callers that need it: aws lambda remove-permission --function-name NAME --statement-id SID; aws lambda add-permission --function-name NAME --statement-id SID --action lambda:InvokeFunction --principal ACCOUNT_OR_SERVICE --source-account ACCOUNT"
url = "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html"
*/

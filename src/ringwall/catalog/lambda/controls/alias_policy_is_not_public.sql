/*
title = "Lambda alias or version should not be public"
family = "policy_is_not_public"
table = "lambda_alias"
severity = "critical"
why = "An alias or a version has a policy of its own, beside the function's. With Principal * in it, or a URL without authentication, every AWS account or anyone on the internet runs the function with the permissions of its role."
fix = "Remove the permission and grant it to the callers that need it: aws lambda remove-permission --function-name NAME --qualifier ALIAS_OR_VERSION --statement-id SID; aws lambda add-permission --function-name NAME --qualifier ALIAS_OR_VERSION --statement-id SID --action lambda:InvokeFunction --principal ACCOUNT_OR_SERVICE --source-account ACCOUNT"
url = "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html"
*/

/*
title = "Lambda alias or version should not be open to other organizations without conditions"
family = "restricts_other_organizations"
table = "lambda_alias"
severity = "medium"
why = "If a policy names a whole account, the administrators of that account decide who has access, now and later. They can call the function with input of their choice, or change its code if the policy allows more."
fix = "Remove the permission and grant it to one role: aws lambda remove-permission --function-name NAME --qualifier ALIAS_OR_VERSION --statement-id SID; aws lambda add-permission --function-name NAME --qualifier ALIAS_OR_VERSION --statement-id SID --action lambda:InvokeFunction --principal ROLE_ARN"
url = "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html"
*/

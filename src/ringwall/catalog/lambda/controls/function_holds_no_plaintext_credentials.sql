/*
title = "Lambda function should not hold credentials in its environment variables"
family = "holds_no_plaintext_credentials"
table = "lambda_function"
severity = "high"
why = "Whoever can list functions reads their environment variables, and so does every copy of the template that made them. A credential in there is known to many, and nobody sees who used it."
fix = "Put the value into Secrets Manager and change it, let the function read it as it runs, and remove the variable: aws lambda update-function-configuration --function-name NAME --environment file://environment.json"
url = "https://docs.aws.amazon.com/lambda/latest/dg/with-secrets-manager.html"
*/

/*
title = "SSM parameter of type String should not hold a credential"
family = "holds_no_plaintext_credentials"
table = "ssm_parameter"
scope = "r.type <> 'SecureString'"
row = {type = "String"}
severity = "high"
why = "A parameter of type String is not encrypted with a key that you decide about: whoever can read parameters has the value, and CloudFormation prints it."
fix = "Put the value into Secrets Manager and change it, or into a parameter of type SecureString, and delete this one: aws ssm delete-parameter --name NAME"
url = "https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html"
*/

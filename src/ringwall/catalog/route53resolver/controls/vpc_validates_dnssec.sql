/*
title = "DNS answers to the VPC should be validated by DNSSEC"
family = "setting_has_value"
table = "route53resolver_resolver_dnssec_config"
column = "validation_status"
setting = "ValidationStatus"
value = "ENABLED"
other = "DISABLED"
layer = "infrastructure"
severity = "low"
why = "Who forges an answer of DNS leads programs to servers of their own. The owners of many domains sign their answers: without validation, AWS's resolver passes forged ones on."
fix = "aws route53resolver update-resolver-dnssec-config --resource-id VPC_ID --validation ENABLE; or infrastructure.network.dnssec_validation in a blueprint. Names of domains whose signatures are broken no longer resolve then"
url = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dnssec-validation.html"
*/

/*
title = "DNS queries of the VPC should be logged"
family = "vpc_is_associated"
table = "route53resolver_resolver_query_logging_config_association"
working = ["ACTIVE"]
status = "ACTIVE"
broken = "FAILED"
present = "its queries are logged"
absent = "no logging of its queries is active"
layer = "detection"
severity = "low"
why = "Malware asks DNS for its servers, and data leaves in DNS queries. Without query logs, nobody can look back for a name."
fix = "aws route53resolver create-resolver-query-log-config --name NAME --destination-arn BUCKET_ARN --creator-request-id ID, then aws route53resolver associate-resolver-query-log-config --resolver-query-log-config-id ID --resource-id VPC_ID"
url = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html"
*/

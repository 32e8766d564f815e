/*
title = "Security Hub should check AWS Foundational Security Best Practices"
layer = "detection"
severity = "medium"
why = "A hub without a standard collects findings of other services and checks nothing itself."
fix = "aws securityhub batch-enable-standards --standards-subscription-requests StandardsArn=arn:aws:securityhub:REGION::standards/aws-foundational-security-best-practices/v/1.0.0"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html"

[[example]]
securityhub_hub = [{arn = "h", enabled_standards = ["arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0"]}]
expect = "pass"

[[example]]
securityhub_hub = [{arn = "h", enabled_standards = ["arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0"]}]
expect = "fail"

[[example]]
securityhub_hub = [{arn = "h", enabled_standards = []}]
expect = "fail"

[[example]]
securityhub_hub = [{arn = "h"}]
expect = "unknown"
*/
select
  h.arn as resource,
  len(list_filter(
    h.enabled_standards,
    lambda s: contains(s, 'standards/aws-foundational-security-best-practices/')
  )) > 0 as ok,
  'standards that are enabled: ' || len(h.enabled_standards) as reason
from estate.securityhub_hub h

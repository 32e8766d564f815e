/*
title = "Security Hub should be enabled in the Region"
layer = "detection"
severity = "medium"
why = "Security Hub collects the findings of GuardDuty, Inspector, Macie and AWS Config. In a Region without it, nobody sees them together."
fix = "aws securityhub enable-security-hub --enable-default-standards --region REGION. For all accounts at once: central configuration from the delegated administrator."
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-settingup.html"

[[example]]
account_region = [{arn = "r"}]
securityhub_hub = [{arn = "h", enabled_standards = ["arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0"]}]
expect = "pass"

[[example]]
account_region = [{arn = "r"}]
expect = "fail"

# Security Hub of another Region.
[[example]]
account_region = [{arn = "r"}]
securityhub_hub = [{arn = "h", region = "us-east-1", enabled_standards = ["s"]}]
expect = "fail"

# Without a standard, it only collects the findings of other services.
[[example]]
account_region = [{arn = "r"}]
securityhub_hub = [{arn = "h", enabled_standards = []}]
expect = "fail"

[[example]]
account_region = [{arn = "r"}]
securityhub_hub = [{arn = "h"}]
expect = "unknown"
*/
select
  r.arn as resource,
  case
    when h.arn is null then false
    else array_length(h.enabled_standards) > 0
  end as ok,
  case
    when h.arn is null then 'Security Hub is not enabled in the Region'
    else 'enabled standards: ' || array_length(h.enabled_standards)
  end as reason
from estate.account_region r
left join estate.securityhub_hub h on h.account_id = r.account_id and h.region = r.region

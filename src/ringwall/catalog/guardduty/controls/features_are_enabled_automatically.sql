/*
title = "Protections of GuardDuty should be enabled in all accounts of the organization automatically"
layer = "detection"
severity = "medium"
why = "GuardDuty that is on without its protections sees neither stolen data in S3 nor malware nor what runs in containers."
fix = "aws guardduty update-organization-configuration --detector-id ID --auto-enable-organization-members ALL --features Name=FEATURE,AutoEnable=ALL, as the administrator"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html"

[[example]]
guardduty_organization_feature = [{arn = "f", name = "S3_DATA_EVENTS", auto_enable = "ALL"}]
expect = "pass"

[[example]]
guardduty_organization_feature = [{arn = "f", name = "S3_DATA_EVENTS", auto_enable = "NEW"}]
expect = "fail"

# It must not be on beside RUNTIME_MONITORING, which does more.
[[example]]
guardduty_organization_feature = [{arn = "f", name = "EKS_RUNTIME_MONITORING", auto_enable = "NONE"}]
expect = "pass"

[[example]]
guardduty_organization_feature = [{arn = "f", name = "S3_DATA_EVENTS"}]
expect = "unknown"
*/
select
  f.arn as resource,
  case
    when f.name = 'EKS_RUNTIME_MONITORING' then true
    when f.name <> 'EKS_RUNTIME_MONITORING' then f.auto_enable = 'ALL'
  end as ok,
  f.name || ': AutoEnable is ' || coalesce(f.auto_enable, 'not known') as reason
from estate.guardduty_organization_feature f

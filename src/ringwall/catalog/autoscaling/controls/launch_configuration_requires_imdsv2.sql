/*
title = "Launch configuration should require IMDSv2"
layer = "infrastructure"
severity = "high"
why = "Every instance that is launched from it answers IMDSv1 too: one forged request (SSRF) in an application reads the credentials of its role."
fix = "A launch configuration never changes: make a launch template with MetadataOptions={HttpTokens=required}, then aws autoscaling update-auto-scaling-group --auto-scaling-group-name NAME --launch-template LaunchTemplateId=ID,Version=VERSION"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html"

[[example]]
autoscaling_launch_configuration = [{arn = "t", http_tokens = "required", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = ""}]
expect = "pass"

[[example]]
autoscaling_launch_configuration = [{arn = "t", http_tokens = "optional", http_endpoint = "enabled"}]
ec2_account = [{arn = "a", http_tokens = ""}]
expect = "fail"

# It does not say, and neither does the account.
[[example]]
autoscaling_launch_configuration = [{arn = "t", http_tokens = "", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = ""}]
expect = "fail"

# It does not say, and the account's default requires tokens.
[[example]]
autoscaling_launch_configuration = [{arn = "t", http_tokens = "", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = "required"}]
expect = "pass"

# What it says wins over the account's default.
[[example]]
autoscaling_launch_configuration = [{arn = "t", http_tokens = "optional", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = "required"}]
expect = "fail"

# Without the metadata service, no tokens are needed.
[[example]]
autoscaling_launch_configuration = [{arn = "t", http_tokens = "optional", http_endpoint = "disabled"}]
ec2_account = [{arn = "a", http_tokens = ""}]
expect = "pass"

# The default of another Region.
[[example]]
autoscaling_launch_configuration = [{arn = "t", http_tokens = "", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = "required", region = "eu-west-3"}]
expect = "unknown"

[[example]]
autoscaling_launch_configuration = [{arn = "t", http_tokens = "", http_endpoint = ""}]
ec2_account = [{arn = "a"}]
expect = "unknown"

[[example]]
autoscaling_launch_configuration = [{arn = "t", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = ""}]
expect = "unknown"
*/
select
  t.arn as resource,
  t.http_tokens = 'required'
    or t.http_endpoint = 'disabled'
    or (t.http_tokens = '' and a.http_tokens = 'required') as ok,
  case
    when t.http_endpoint = 'disabled' then 'HttpEndpoint is disabled'
    when t.http_tokens = '' and a.http_tokens in ('', 'no-preference')
      then 'HttpTokens is not set, and the account has no default'
    when t.http_tokens = ''
      then 'HttpTokens is not set; the account''s default is ' || coalesce(a.http_tokens, 'not known')
    else 'HttpTokens is ' || t.http_tokens
  end as reason
from estate.autoscaling_launch_configuration t
left join estate.ec2_account a on a.account_id = t.account_id and a.region = t.region

/*
title = "EC2 launch template should require IMDSv2"
layer = "infrastructure"
severity = "low"
why = "Every instance that is launched from the template answers IMDSv1 too: one forged request (SSRF) in an application reads the credentials of its role."
fix = "Make a version that requires tokens and let it be the default: aws ec2 create-launch-template-version --launch-template-id ID --source-version 1 --launch-template-data MetadataOptions={HttpTokens=required}, then aws ec2 modify-launch-template --launch-template-id ID --default-version NUMBER"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html"

[[example]]
ec2_launch_template = [{arn = "t", http_tokens = "required", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = ""}]
expect = "pass"

[[example]]
ec2_launch_template = [{arn = "t", http_tokens = "optional", http_endpoint = "enabled"}]
ec2_account = [{arn = "a", http_tokens = ""}]
expect = "fail"

# The template does not say, and neither does the account.
[[example]]
ec2_launch_template = [{arn = "t", http_tokens = "", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = ""}]
expect = "fail"

# The template does not say, and the account's default requires tokens.
[[example]]
ec2_launch_template = [{arn = "t", http_tokens = "", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = "required"}]
expect = "pass"

# What a template says wins over the account's default.
[[example]]
ec2_launch_template = [{arn = "t", http_tokens = "optional", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = "required"}]
expect = "fail"

# Without the metadata service, no tokens are needed.
[[example]]
ec2_launch_template = [{arn = "t", http_tokens = "optional", http_endpoint = "disabled"}]
ec2_account = [{arn = "a", http_tokens = ""}]
expect = "pass"

# The default of another Region.
[[example]]
ec2_launch_template = [{arn = "t", http_tokens = "", http_endpoint = ""}]
ec2_account = [{arn = "a", http_tokens = "required", region = "eu-west-3"}]
expect = "unknown"

[[example]]
ec2_launch_template = [{arn = "t", http_tokens = "", http_endpoint = ""}]
ec2_account = [{arn = "a"}]
expect = "unknown"

[[example]]
ec2_launch_template = [{arn = "t", http_endpoint = ""}]
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
from estate.ec2_launch_template t
left join estate.ec2_account a on a.account_id = t.account_id and a.region = t.region

/*
title = "EC2 instance should require IMDSv2"
layer = "infrastructure"
severity = "high"
why = "With IMDSv1, one forged request (SSRF) in an application can read the credentials of the instance's role. IMDSv2 asks for a session token first, which such a request cannot get."
fix = "Require tokens: aws ec2 modify-instance-metadata-options --instance-id INSTANCE_ID --http-tokens required --http-endpoint enabled. Check the CloudWatch metric MetadataNoToken first: it counts the calls that would fail."
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html"

[[example]]
ec2_instance = [{arn = "i", state = "running", http_tokens = "required", http_endpoint = "enabled"}]
expect = "pass"

[[example]]
ec2_instance = [{arn = "i", state = "running", http_tokens = "optional", http_endpoint = "enabled"}]
expect = "fail"

# A stopped instance keeps its settings when it starts again.
[[example]]
ec2_instance = [{arn = "i", state = "stopped", http_tokens = "optional", http_endpoint = "enabled"}]
expect = "fail"

# Without the metadata service, no tokens are needed.
[[example]]
ec2_instance = [{arn = "i", state = "running", http_tokens = "optional", http_endpoint = "disabled"}]
expect = "pass"

# A terminated instance is out of scope.
[[example]]
ec2_instance = [
  {arn = "i", state = "terminated", http_tokens = "optional", http_endpoint = "enabled"},
  {arn = "j", state = "running", http_tokens = "required", http_endpoint = "enabled"},
]
expect = "pass"

[[example]]
ec2_instance = [{arn = "i", state = "running", http_endpoint = "enabled"}]
expect = "unknown"
*/
select
  i.arn as resource,
  -- Where the state is not known, it may be out of scope: only then the last part is not false.
  i.http_tokens = 'required' or i.http_endpoint = 'disabled' or i.state = 'terminated' as ok,
  'HttpTokens is ' || coalesce(i.http_tokens, 'not known')
    || ', HttpEndpoint is ' || coalesce(i.http_endpoint, 'not known') as reason
from estate.ec2_instance i
where coalesce(i.state, '') <> 'terminated'

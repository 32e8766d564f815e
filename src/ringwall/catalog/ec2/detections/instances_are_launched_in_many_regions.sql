/*
title = "Instances were asked for in many Regions"
severity = "high"
why = "Work runs in few Regions. Who launches instances in one after the other uses up the quota of each: mining of cryptocurrency does so."
fix = "Terminate the instances in all Regions, cut off the principal, and deny Regions that are not used by a service control policy."
attacks = ["T1496.001", "T1535"]
false_positives = "Roll-outs of a platform to all Regions, by a pipeline."
window = "1h"
confidence = 75

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "t3.micro", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 1}]}}, aws_region = "us-east-1", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "t3.micro", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 1}]}}, aws_region = "sa-east-1", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "t3.micro", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 1}]}}, aws_region = "ap-south-1", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "t3.micro", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 1}]}}, aws_region = "eu-west-3", error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "t3.micro", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 1}]}}, aws_region = "us-east-1"},
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "t3.micro", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 1}]}}, aws_region = "us-east-1"},
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "t3.micro", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 1}]}}, aws_region = "eu-west-1"},
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "t3.micro", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 1}]}}, aws_region = "eu-west-1"},
]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "t3.micro", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 1}]}}, aws_region = "us-east-1", error_code = "Client.DryRunOperation"},
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "t3.micro", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 1}]}}, aws_region = "sa-east-1", error_code = "Client.DryRunOperation"},
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "t3.micro", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 1}]}}, aws_region = "ap-south-1", error_code = "Client.DryRunOperation"},
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "t3.micro", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 1}]}}, aws_region = "eu-west-3", error_code = "Client.DryRunOperation"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  '' as resource,
  concat_ws(
    ' ',
    'Instances were asked for in',
    count(distinct aws_region),
    'Regions within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name in (
    'RunInstances', 'RequestSpotInstances', 'RequestSpotFleet', 'CreateFleet',
    'CreateDefaultVpc'
  )
  and invoked_by = ''
  and error_code <> 'Client.DryRunOperation'
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(distinct aws_region) >= 4

/*
title = "Instances with accelerators were asked for"
severity = "medium"
why = "Instances with GPUs are what stolen credentials are used for most: to mine cryptocurrency or to run models at your cost. An attempt that quota or permissions stop counts too."
fix = "Terminate the instances, in all Regions, and cut off the principal where nobody knows of it."
attacks = ["T1496.001", "T1578.002"]
false_positives = "Teams that train models, and rendering. Auto Scaling, EKS, Batch and SageMaker call by themselves and are not counted."
window = "1h"
finding_types = ["Impact:IAMUser/AnomalousBehavior"]
confidence = 55

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "p3.2xlarge", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 10}]}}, error_code = "Client.UnauthorizedOperation", principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "g5.xlarge", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 2}]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "g5.xlarge", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 2}]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "g5.xlarge", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 1}]}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "m5.large", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 20}]}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ec2.amazonaws.com", event_name = "RunInstances", request_parameters = {instanceType = "g5.xlarge", instancesSet = {items = [{imageId = "ami-1", minCount = 1, maxCount = 10}]}}, invoked_by = "autoscaling.amazonaws.com"}]
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
    'Up to',
    sum(coalesce(
      try_cast(
        json_extract_string(request_parameters, '$.instancesSet.items[0].maxCount') as bigint
      ),
      1
    )),
    'instances with accelerators, such as',
    max(coalesce(json_extract_string(request_parameters, '$.instanceType'), '')),
    'were asked for within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'ec2.amazonaws.com'
  and event_name = 'RunInstances'
  and invoked_by = ''
  and error_code not in ('Client.DryRunOperation', 'Client.InsufficientInstanceCapacity')
  and regexp_matches(
    coalesce(json_extract_string(request_parameters, '$.instanceType'), ''),
    '^(p[2-9]|g[3-9]|gr[0-9]|trn|inf|dl[0-9]|vt[0-9]|f[0-9])[a-z0-9-]*[.]'
  )
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having sum(coalesce(
      try_cast(
        json_extract_string(request_parameters, '$.instancesSet.items[0].maxCount') as bigint
      ),
      1
    )) >= 4

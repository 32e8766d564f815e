/*
title = "AWS Config should be recording in the Region"
layer = "detection"
severity = "medium"
why = "AWS Config keeps the history of every resource's configuration. Without it you cannot tell when a setting was changed, or what it was before."
fix = "aws configservice put-configuration-recorder --configuration-recorder name=default,roleARN=ROLE --recording-group allSupported=true, aws configservice put-delivery-channel --delivery-channel name=default,s3BucketName=BUCKET, aws configservice start-configuration-recorder --configuration-recorder-name default"
url = "https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html"

[[example]]
account_region = [{arn = "r"}]
config_configuration_recorder = [{arn = "c", is_recording = true, last_status = "SUCCESS", s3_bucket_name = "logs", recording_scope = "PAID", recording_strategy = "ALL_SUPPORTED_RESOURCE_TYPES"}]
expect = "pass"

[[example]]
account_region = [{arn = "r"}]
expect = "fail"

# It was stopped.
[[example]]
account_region = [{arn = "r"}]
config_configuration_recorder = [{arn = "c", is_recording = false, last_status = "SUCCESS", s3_bucket_name = "logs", recording_scope = "", recording_strategy = "ALL_SUPPORTED_RESOURCE_TYPES"}]
expect = "fail"

# It runs, but what it records goes nowhere.
[[example]]
account_region = [{arn = "r"}]
config_configuration_recorder = [{arn = "c", is_recording = true, last_status = "Failure", s3_bucket_name = "logs", recording_scope = "", recording_strategy = "ALL_SUPPORTED_RESOURCE_TYPES"}]
expect = "fail"

[[example]]
account_region = [{arn = "r"}]
config_configuration_recorder = [{arn = "c", is_recording = true, last_status = "Pending", s3_bucket_name = "", recording_scope = "", recording_strategy = "ALL_SUPPORTED_RESOURCE_TYPES"}]
expect = "fail"

# A service-linked recorder: the account cannot see what it records.
[[example]]
account_region = [{arn = "r"}]
config_configuration_recorder = [{arn = "c", is_recording = true, last_status = "Success", s3_bucket_name = "logs", recording_scope = "INTERNAL", recording_strategy = "ALL_SUPPORTED_RESOURCE_TYPES"}]
expect = "fail"

# It records only some resource types.
[[example]]
account_region = [{arn = "r"}]
config_configuration_recorder = [{arn = "c", is_recording = true, last_status = "Success", s3_bucket_name = "logs", recording_scope = "", recording_strategy = "INCLUSION_BY_RESOURCE_TYPES"}]
expect = "fail"

# Older recorders have no strategy: the flag decides.
[[example]]
account_region = [{arn = "r"}]
config_configuration_recorder = [{arn = "c", is_recording = true, last_status = "Success", s3_bucket_name = "logs", recording_scope = "", recording_strategy = "", all_supported = true}]
expect = "pass"

[[example]]
account_region = [{arn = "r"}]
config_configuration_recorder = [{arn = "c", last_status = "Success", s3_bucket_name = "logs", recording_scope = "", recording_strategy = "ALL_SUPPORTED_RESOURCE_TYPES"}]
expect = "unknown"
*/
with recorder as (
  select
    c.account_id,
    c.region,
    c.is_recording
      and upper(c.last_status) <> 'FAILURE'
      and c.s3_bucket_name <> ''
      and c.recording_scope <> 'INTERNAL'
      and (
        c.recording_strategy in ('ALL_SUPPORTED_RESOURCE_TYPES', 'EXCLUSION_BY_RESOURCE_TYPES')
        or (c.recording_strategy = '' and c.all_supported)
      ) as works,
    'recording ' || c.is_recording || ', last status '
      || case when c.last_status = '' then 'none' else c.last_status end
      || ', bucket ' || case when c.s3_bucket_name = '' then 'none' else c.s3_bucket_name end
      || case when c.recording_scope = 'INTERNAL' then ', service-linked' else '' end
      || case when c.recording_strategy = '' then '' else ', ' || c.recording_strategy end as said
  from estate.config_configuration_recorder c
),
judged as (
  select
    account_id,
    region,
    bool_or(works) as works,
    count(*) > count(works) as is_doubtful,
    coalesce(min(said), 'not read in full') as said
  from recorder
  group by account_id, region
)
select
  r.arn as resource,
  case
    when j.works then true
    when j.is_doubtful then null
    else false
  end as ok,
  case
    when j.account_id is null then 'AWS Config has no recorder in the Region'
    else 'recorder: ' || j.said
  end as reason
from estate.account_region r
left join judged j on j.account_id = r.account_id and j.region = r.region

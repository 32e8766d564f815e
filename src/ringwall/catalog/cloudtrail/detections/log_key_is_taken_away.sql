/*
family = "call_is_made"
title = "KMS key of a trail was disabled or scheduled for deletion"
severity = "critical"
why = "Without its key CloudTrail writes no more files, and nobody can read those that it wrote."
fix = "aws kms cancel-key-deletion and enable-key. Write down the caller and its other calls of the hour, and take its credentials away if nobody planned it."
attacks = ["T1562.008", "T1485", "T1486"]
false_positives = "A trail that moved to another key long ago. Wait until no file needs the old one."
confidence = 90
sources = ["kms.amazonaws.com"]
operations = ["DisableKey", "ScheduleKeyDeletion"]
resource = "coalesce(json_extract_string(request_parameters, '$.keyId'), '')"
reason = '''
'key ' || coalesce(json_extract_string(request_parameters, '$.keyId'), '')
  || ' encrypts the files of a trail, and was taken away'
'''
condition = '''
exists (
  select 1
  from estate.cloudtrail_trail t
  where t.kms_key_id <> ''
    and split_part(t.kms_key_id, '/', 2) = coalesce(
      nullif(split_part(json_extract_string(request_parameters, '$.keyId'), '/', 2), ''),
      json_extract_string(request_parameters, '$.keyId')
    )
)
'''

[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", operation = "ScheduleKeyDeletion", request_parameters = {keyId = "1234abcd-12ab-34cd-56ef-1234567890ab", pendingWindowInDays = 7}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
cloudtrail_trail = [{trail_name = "main", kms_key_id = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"}]
expect = "hit"

# A key of no trail.
[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", operation = "ScheduleKeyDeletion", request_parameters = {keyId = "ffffffff-12ab-34cd-56ef-1234567890ab", pendingWindowInDays = 7}}]
cloudtrail_trail = [{trail_name = "main", kms_key_id = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"}]
expect = "quiet"

# A trail without a key.
[[example]]
cloudtrail = [{event_source = "kms.amazonaws.com", operation = "DisableKey", request_parameters = {keyId = "ffffffff-12ab-34cd-56ef-1234567890ab"}}]
cloudtrail_trail = [{trail_name = "main", kms_key_id = ""}]
expect = "quiet"
*/

/*
title = "Alarm should be raised by changes to bucket policies"
family = "activity_raises_alarm"
words = ["PutBucketAcl", "PutBucketPolicy", "PutBucketCors", "PutBucketLifecycle", "PutBucketReplication", "DeleteBucketPolicy", "DeleteBucketCors", "DeleteBucketLifecycle", "DeleteBucketReplication"]
pattern = "{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketAcl) || ($.eventName = PutBucketPolicy) || ($.eventName = PutBucketCors) || ($.eventName = PutBucketLifecycle) || ($.eventName = PutBucketReplication) || ($.eventName = DeleteBucketPolicy) || ($.eventName = DeleteBucketCors) || ($.eventName = DeleteBucketLifecycle) || ($.eventName = DeleteBucketReplication)) }"
severity = "low"
why = "A changed bucket policy can open a bucket to everyone, or send copies of its objects elsewhere."
fix = "aws logs put-metric-filter on the trail's log group with the pattern of these event names, and aws cloudwatch put-metric-alarm on its metric with an SNS topic that somebody reads"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html"
*/

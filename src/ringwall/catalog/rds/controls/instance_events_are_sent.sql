/*
title = "A subscription should send critical events of instances"
family = "database_events_are_sent"
source = "db-instance"
categories = ["maintenance", "configuration change", "failure"]
severity = "low"
why = "Somebody subscribed to events of databases, and will not learn that an instance failed or that its configuration was changed."
fix = "aws rds create-event-subscription --subscription-name NAME --sns-topic-arn TOPIC_ARN --source-type db-instance --event-categories maintenance 'configuration change' failure --region REGION"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Subscribing.html"
*/

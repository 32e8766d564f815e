/*
title = "A subscription should send critical events of parameter groups"
family = "database_events_are_sent"
source = "db-parameter-group"
categories = ["configuration change"]
severity = "low"
why = "Parameters decide whether a database asks for TLS and writes an audit log. Nobody is informed when somebody changes them."
fix = "aws rds create-event-subscription --subscription-name NAME --sns-topic-arn TOPIC_ARN --source-type db-parameter-group --event-categories 'configuration change' --region REGION"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Subscribing.html"
*/

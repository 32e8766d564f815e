/*
title = "A subscription should send critical events of clusters"
family = "database_events_are_sent"
source = "db-cluster"
categories = ["maintenance", "failure"]
severity = "low"
why = "Somebody subscribed to events of databases, and will not learn that a cluster failed over or is about to be changed."
fix = "aws rds create-event-subscription --subscription-name NAME --sns-topic-arn TOPIC_ARN --source-type db-cluster --event-categories maintenance failure --region REGION"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Subscribing.html"
*/

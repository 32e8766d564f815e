/*
title = "A subscription should send critical events of database security groups"
family = "database_events_are_sent"
source = "db-security-group"
categories = ["configuration change", "failure"]
severity = "low"
why = "A database security group decides which addresses reach a database. Nobody is informed when somebody changes it."
fix = "aws rds create-event-subscription --subscription-name NAME --sns-topic-arn TOPIC_ARN --source-type db-security-group --event-categories 'configuration change' failure --region REGION"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Subscribing.html"
*/

/*
title = "ECS task definition should not hold credentials in plain text"
family = "holds_no_plaintext_credentials"
table = "ecs_task_definition"
severity = "high"
why = "Whoever can describe task definitions reads the variables and commands of their containers, also those of old revisions. A credential in there is known to many, and nobody sees who used it."
fix = "Put the value into Secrets Manager and change it, name it under secrets of the container in place of environment, and register the task definition again: aws ecs register-task-definition --cli-input-json file://task.json"
url = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html"
*/

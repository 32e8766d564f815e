/*
title = "CodeBuild project should not hold credentials in plain text"
family = "holds_no_plaintext_credentials"
table = "codebuild_project"
severity = "critical"
why = "Whoever can read the project, or the log of a build, reads its variables of the type PLAINTEXT. Build projects can often deploy to production, and so can who has their credentials."
fix = "Put the value into Secrets Manager and change it, and name it with the type SECRETS_MANAGER: aws codebuild update-project --name NAME --environment file://environment.json"
url = "https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html"
*/

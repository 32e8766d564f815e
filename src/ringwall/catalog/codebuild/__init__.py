"""AWS CodeBuild: build projects and the roles that they run as."""

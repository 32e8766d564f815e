"""Amazon ECR: repositories of container images, and who may pull from them and push to them."""

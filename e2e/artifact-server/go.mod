module cdk8s-spinkube/e2e/artifact-server

go 1.24

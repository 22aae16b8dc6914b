module cdk8s-spinkube/e2e/apps/command

go 1.21

module cdk8s-spinkube/e2e/apps/answer

go 1.24

// Package api pins the Go API types that the CRDs are generated from.
package api

import (
	_ "sigs.k8s.io/gateway-api/apis/v1"
)

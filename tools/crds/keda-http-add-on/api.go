// Package api pins the Go API types that the CRDs are generated from.
package api

import (
	_ "github.com/kedacore/http-add-on/operator/apis/http/v1beta1"
)

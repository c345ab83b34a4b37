//go:build !linux || !(amd64 || arm64)

package adapter

import "context"

// List fails with [ErrUnsupported].
func List(context.Context) ([]Adapter, error) { return nil, ErrUnsupported }

// Budget fails with [ErrUnsupported].
func (a Adapter) Budget(context.Context) (Budget, error) { return Budget{}, ErrUnsupported }

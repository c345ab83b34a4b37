//go:build !linux || !(amd64 || arm64)

package adapter

import "context"

// List gives the adapters of the system. No way to them is implemented here: it fails with
// [ErrUnsupported].
func List(context.Context) ([]Adapter, error) { return nil, ErrUnsupported }

// Budget asks the driver for the adapter's memory. No way to it is implemented here: it
// fails with [ErrUnsupported].
func (a Adapter) Budget(context.Context) (Budget, error) { return Budget{}, ErrUnsupported }

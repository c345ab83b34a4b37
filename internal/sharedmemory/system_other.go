//go:build !unix

package sharedmemory

import "os"

func create() (*os.File, error) { return nil, ErrUnsupported }

func reserve(*os.File, int64, int64) error { return ErrUnsupported }

func discard(*os.File, int64, int64) error { return ErrUnsupported }

func mapFile(*os.File, int64, int) ([]byte, error) { return nil, ErrUnsupported }

func unmap([]byte) error { return ErrUnsupported }

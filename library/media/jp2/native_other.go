//go:build !(linux || darwin) || !(amd64 || arm64)

package jp2

import "descry/library/media/worker"

func openNative() (string, error) { return "", worker.ErrMissing }

func decodeNative([]byte, []byte, *worker.Answer) error { return worker.ErrMissing }

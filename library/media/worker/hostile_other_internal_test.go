//go:build !linux

package worker

var hostileDecoders map[Kind]Decoder

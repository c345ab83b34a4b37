package service

import "io"

// Program is the whole program, for tests of what a command does beside an open library. An
// external test sets it, since the commands import this package.
var Program func(args []string, stdin io.Reader, stdout, stderr io.Writer) int

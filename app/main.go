package app

import (
	"io"

	"descry/app/cli"
)

// Main runs the program with its arguments (without the program's name) and
// returns the exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return cli.Main(args, stdin, stdout, stderr, runWindow)
}

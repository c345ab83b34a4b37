package app

import "io"

// Main runs the program with its arguments (without the program's name) and
// returns the exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return cliMain(args, stdin, stdout, stderr, runWindow)
}

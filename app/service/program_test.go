package service_test

import (
	"io"
	"os"
	"testing"

	"descry/app/cli"
	"descry/app/service"
	"descry/app/service/models"
)

// TestMain makes the test's own program the child that computes on a graphics card, too.
func TestMain(m *testing.M) {
	service.Program = program
	if len(os.Args) > 1 && os.Args[1] == models.EncoderCommand {
		os.Exit(program(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// program is Descry without a window.
func program(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return cli.Main(args, stdin, stdout, stderr, nil)
}

package cli

import (
	"os"
	"testing"

	"descry/app/service/models"
)

// TestMain makes the test's own program the child that computes on a graphics card, too.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == models.EncoderCommand {
		os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, nil))
	}
	os.Exit(m.Run())
}

package models

import (
	"os"
	"testing"

	"descry/ml/ort"
)

// TestMain makes the test's own program the child that computes on a graphics card, too.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == EncoderCommand {
		os.Exit(ort.ServeEncoder(EncoderQuestions))
	}
	os.Exit(m.Run())
}

package testlength_test

import (
	"flag"
	"testing"

	"descry/internal/testlength"
)

func TestShortened(t *testing.T) {
	now := flag.Lookup("test.short").Value.String()
	defer func() { _ = flag.Set("test.short", now) }()
	for _, want := range []bool{true, false} {
		if err := flag.Set("test.short", map[bool]string{true: "true", false: "false"}[want]); err != nil {
			t.Fatal(err)
		}
		if got := testlength.Shortened(t); got != want {
			t.Errorf("with -short=%v a test is shortened: %v", want, got)
		}
	}
}

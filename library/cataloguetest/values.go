package cataloguetest

import (
	"testing"
)

func testValues(t *testing.T, open Open) {
	ctx := t.Context()
	s, _ := open.empty(t)
	for _, value := range []string{"", "one", "two\x00\xff", ""} {
		if err := s.SetValue(ctx, "key", value); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Value(ctx, "key"); err != nil || got != value {
			t.Errorf("got %q, want %q, %v", got, value, err)
		}
	}
	if got, err := s.Value(ctx, "absent"); err != nil || got != "" {
		t.Errorf("absent value: %q, %v", got, err)
	}
}

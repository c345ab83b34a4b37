//go:build !headless

package app

import (
	"context"
	"errors"
	"testing"

	"descry/app/instance"
)

// TestLaterStartsWaitForTheWindow has two starts before the window is there, one after,
// and one when it is no more.
func TestLaterStartsWaitForTheWindow(t *testing.T) {
	l := &laterStarts{}
	ask := func(query string) error { return l.take(t.Context(), instance.Request{Query: query}) }
	for _, query := range []string{"one", "two"} {
		if err := ask(query); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	l.open(t.Context(), func(_ context.Context, r instance.Request) error {
		got = append(got, r.Query)
		return nil
	})
	if err := ask("three"); err != nil || len(got) != 3 || got[0] != "one" || got[1] != "two" || got[2] != "three" {
		t.Errorf("the window got %q, %v", got, err)
	}
	l.close()
	if err := ask("four"); !errors.Is(err, instance.ErrClosing) || len(got) != 3 {
		t.Errorf("after the end: %v, %q", err, got)
	}
}

func TestOpeningWindowIsNotFlooded(t *testing.T) {
	l := &laterStarts{}
	refused := 0
	for range keptLimit + 5 {
		if l.take(t.Context(), instance.Request{}) != nil {
			refused++
		}
	}
	if refused != 5 {
		t.Errorf("%d were refused", refused)
	}
}

package leave_test

import (
	"context"
	"errors"
	"testing"

	"descry/internal/leave"
)

func TestBehind(t *testing.T) {
	broken := errors.New("broken")
	if got, err := leave.Behind(t.Context(), func() (int, error) { return 7, broken }); got != 7 || !errors.Is(err, broken) {
		t.Errorf("%d, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	hanging, returned := make(chan struct{}), make(chan struct{})
	got, err := leave.Behind(ctx, func() (int, error) {
		defer close(returned)
		cancel()
		<-hanging
		return 7, nil
	})
	if got != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d, %v", got, err)
	}
	close(hanging)
	<-returned
	if _, err := leave.Behind(ctx, func() (int, error) { t.Error("called in vain"); return 0, nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

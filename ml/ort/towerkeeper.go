package ort

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// keeper holds a tower of a model, loaded when first used. When the device fails, the keeper
// takes the tower to the CPU until the program ends: an index of ten thousand photos must not
// stop for a question about the first photo that didn't fit.
type keeper[T encoder] struct {
	*lazy[T]
	options Options
	work    string // what the tower does, for the user

	mu        sync.Mutex
	loaded    Provider // provider of the last load, "" before the first
	skipped   []Skip
	retreated string    // why the tower is on the CPU from now on, a sentence
	again     time.Time // when the device failed and was started again; zero if it didn't fail
}

// encoder is what a keeper needs to know of a tower.
type encoder interface {
	closable
	provider() Provider
	Skipped() []Skip
}

func newKeeper[T encoder](o Options, work string, open func(context.Context, Options) (T, error)) *keeper[T] {
	k := &keeper[T]{options: o, work: work}
	k.options.again = k.startedAgain
	k.lazy = newLazy(func(ctx context.Context) (T, error) {
		tower, err := open(ctx, k.current())
		if err == nil {
			k.opened(tower)
		}
		return tower, err
	})
	return k
}

// current are the options for the next loading.
func (k *keeper[T]) current() Options {
	k.mu.Lock()
	defer k.mu.Unlock()
	o := k.options
	if k.retreated != "" {
		o.Providers = nil
	}
	return o
}

func (k *keeper[T]) opened(tower T) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.loaded = tower.provider()
	if k.retreated != "" {
		return
	}
	k.skipped = tower.Skipped()
	for _, s := range k.skipped {
		if errors.Is(s.Reason, errProcess) { // the failing process would be waited for at each loading
			k.retreated = retreatNotice(s.Provider, k.work, s.Reason)
		}
	}
}

// startedAgain notes that the device failed once.
func (k *keeper[T]) startedAgain() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.again = time.Now()
}

// use runs a call on the tower, and once more if the tower was released in between
// or had to go to the CPU.
func (k *keeper[T]) use(ctx context.Context, call func(T) error) error {
	var last T
	for {
		tower, err := k.get(ctx)
		if err != nil {
			return err
		}
		err = call(tower)
		switch {
		case errors.Is(err, ErrClosed) && tower != last:
			last = tower // the tower itself is closed, by its runtime
		case k.options.onTrial():
			return err
		case tower.provider() != CPU && (errors.Is(err, ErrOutOfMemory) || errors.Is(err, errDevice)):
			if err := k.retreat(ctx, tower, err); err != nil {
				return err
			}
		default:
			return err
		}
	}
}

// retreat makes the tower run on the CPU from now on. Several calls may retreat at the same
// time.
func (k *keeper[T]) retreat(ctx context.Context, tower T, cause error) error {
	k.mu.Lock()
	if k.retreated == "" {
		k.retreated = retreatNotice(tower.provider(), k.work, cause)
		k.skipped = append(k.skipped[:len(k.skipped):len(k.skipped)], Skip{tower.provider(), cause})
	}
	k.mu.Unlock()
	if err := k.drop(ctx, tower); err != nil && ctx.Err() != nil {
		return err
	}
	return nil // closing a device that failed may fail as well
}

// againNotice says that a tower's device failed once.
func againNotice(on Provider, work string) string {
	return fmt.Sprintf("%s failed and was started again; %s on it as before.", on.inSentence(), work)
}

// retreatNotice says why a tower is on the CPU now.
func retreatNotice(from Provider, work string, cause error) string {
	device, what := from.inSentence(), "failed"
	if errors.Is(cause, ErrOutOfMemory) {
		what = "ran out of memory"
	}
	return fmt.Sprintf("%s %s; %s on the CPU until Descry is started again.", device, what, work)
}

// device is the provider of the tower, or of its last load.
func (k *keeper[T]) device() Provider {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.loaded
}

// passedOver are the providers that could not be had.
func (k *keeper[T]) passedOver() []Skip {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.skipped
}

// notice is a sentence for the user about the device, "" if there is nothing to say. A
// provider that isn't installed is mentioned only to a user who named the provider.
func (k *keeper[T]) notice() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.retreated != "" {
		return k.retreated
	}
	instead := k.loaded.String()
	if k.loaded == CPU {
		instead = "the CPU"
	}
	for _, s := range k.skipped {
		var missing absent
		if k.options.named() || !errors.As(s.Reason, &missing) {
			return fmt.Sprintf("%s can't be used, %s is used instead: %v.", s.Provider, instead, s.Reason)
		}
	}
	if !k.again.IsZero() && time.Since(k.again) < forgivenAfter {
		return againNotice(k.loaded, k.work)
	}
	return ""
}

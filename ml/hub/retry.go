package hub

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"
)

const (
	maxFailures  = 5 // in a row, without progress: some 15 s of an outage
	firstPause   = time.Second
	longestPause = 30 * time.Second
	// longestWait is the longest pause that a server may demand. After a longer demand the
	// user gets an error.
	longestWait = 5 * time.Minute
)

// transient marks an error after which another try makes sense, perhaps only after a while.
type transient struct {
	error
	after time.Duration
}

// Unwrap gives the error itself.
func (t transient) Unwrap() error { return t.error }

// patience counts failures in a row.
type patience struct {
	client   *Client
	failures int
}

// next waits before another try. An error says that there is no other try: the last try's
// error, or the context's.
func (p *patience) next(ctx context.Context, err error) error {
	var t transient
	if !errors.As(err, &t) {
		return err
	}
	p.failures++
	if p.failures == maxFailures || t.after > longestWait {
		return t.error
	}
	// A connection that died silently would be used again.
	p.client.http.CloseIdleConnections()
	pause := min(firstPause<<(p.failures-1), longestPause)
	return p.client.sleep(ctx, max(pause, t.after))
}

// persist tries several times, but reports at once that the machine is offline.
func (c *Client) persist(ctx context.Context, try func() error) error {
	p := patience{client: c}
	for {
		err := try()
		if err == nil {
			return nil
		}
		if errors.Is(err, ErrOffline) {
			p.failures = maxFailures - 1
		}
		if err := p.next(ctx, err); err != nil {
			return err
		}
	}
}

// retryAfter reads how long the server wants to be left alone: seconds or a date.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(time.Until(date), 0)
	}
	return 0
}

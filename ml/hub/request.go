package hub

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"descry/internal/duration"
)

// errStalled is the cause of a request's end when no byte arrived for too long.
var errStalled = errors.New("stalled")

// get requests a file or a list. from > 0 requests the bytes from there on, and the answer may
// be 200, 206 or 416 as the server pleases. Otherwise the answer is 200 or 206. The body ends
// with an error when it stalls. Errors that may pass are [transient].
func (c *Client) get(ctx context.Context, repo Repository, address string, from int64) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		cancel(nil)
		return nil, err
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept-Encoding", "identity")
	if from > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
	}
	timer := time.AfterFunc(c.stall, func() { cancel(errStalled) })
	resp, err := c.http.Do(req)
	timer.Stop()
	if err != nil {
		err = c.networkError(ctx, err)
		cancel(nil)
		return nil, err
	}
	resp.Body = &patientBody{ReadCloser: resp.Body, client: c, ctx: ctx, cancel: cancel, timer: timer}
	if err := c.statusError(repo, resp, from); err != nil {
		_ = resp.Body.Close()
		return nil, err
	}
	return resp, nil
}

// patientBody reads a body at whatever speed, but ends when no byte comes at all.
type patientBody struct {
	io.ReadCloser
	client *Client
	ctx    context.Context
	cancel context.CancelCauseFunc
	timer  *time.Timer
}

// Read counts only the time spent waiting for the network: a slow disk is no fault of the
// server's.
func (b *patientBody) Read(p []byte) (int, error) {
	b.timer.Reset(b.client.stall)
	n, err := b.ReadCloser.Read(p)
	b.timer.Stop()
	if err != nil && !errors.Is(err, io.EOF) {
		err = b.client.networkError(b.ctx, err)
	}
	return n, err
}

// Close ends the request, read to the end or not.
func (b *patientBody) Close() error {
	b.timer.Stop()
	b.cancel(nil)
	return b.ReadCloser.Close()
}

// networkError turns an error of the connection into a kind of failure.
func (c *Client) networkError(ctx context.Context, err error) error {
	var (
		own   *failure
		cert  *tls.CertificateVerificationError
		dns   *net.DNSError
		op    *net.OpError
		cause = context.Cause(ctx)
	)
	switch {
	case errors.Is(cause, errStalled):
		return transient{error: c.failure(ErrUnavailable, err, "it sent nothing for %s", duration.Format(c.stall))}
	case cause != nil:
		return ctx.Err()
	case errors.As(err, &own):
		return own
	case errors.As(err, &cert):
		return c.failure(ErrInsecure, err, "")
	case errors.As(err, &dns), errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect"):
		return transient{error: c.failure(ErrOffline, err, "")}
	}
	return transient{error: c.failure(ErrUnavailable, err, "the connection broke")}
}

// statusError judges the status. The status of a server to which Hugging Face redirects is no
// verdict about the repository: addresses there expire.
func (c *Client) statusError(repo Repository, resp *http.Response, from int64) error {
	status := resp.StatusCode
	switch {
	case status == http.StatusOK, status == http.StatusPartialContent,
		status == http.StatusRequestedRangeNotSatisfiable && from > 0:
		return nil
	case resp.Request.URL.Host != c.base.Host:
		return transient{error: c.failure(ErrUnavailable, nil, "%s says %d", resp.Request.URL.Host, status), after: retryAfter(resp.Header)}
	case status == http.StatusNotFound, status == http.StatusUnauthorized && resp.Header.Get("X-Error-Code") == "RepoNotFound":
		return &failure{kind: ErrNotFound, sentence: fmt.Sprintf(
			"%s has no %s that is open to everybody, or no longer the file asked for", c.base.Host, repo)}
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return &failure{kind: ErrForbidden, sentence: fmt.Sprintf(
			"%s is not open to everybody: accept its licence on %s, download the files there and import them by hand",
			repo, c.address(repo.Owner, repo.Name))}
	case status == http.StatusTooManyRequests:
		return transient{error: c.failure(ErrUnavailable, nil, "too many requests from this network"), after: retryAfter(resp.Header)}
	case status >= 500, status == http.StatusRequestTimeout:
		return transient{error: c.failure(ErrUnavailable, nil, "status %d", status), after: retryAfter(resp.Header)}
	}
	return c.failure(ErrUnavailable, nil, "status %d", status)
}

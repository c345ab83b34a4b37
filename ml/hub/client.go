// Package hub downloads released checkpoints from Hugging Face, and only on demand: nothing
// else in the program uses the network. Files are verified, and a download that broke off goes
// on where it stopped.
package hub

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// DefaultBaseURL is where the checkpoints are released.
const DefaultBaseURL = "https://huggingface.co"

// defaultStall is long enough for a satellite link that reconnects.
const defaultStall = 30 * time.Second

// Options say from where and how to download. The zero value serves the program. Tests and
// mirrors set the rest.
type Options struct {
	// BaseURL replaces [DefaultBaseURL]. BaseURL must be https, but for a loopback address.
	BaseURL string
	// HTTP replaces the connections. The jar, the redirects and the total timeout of HTTP are
	// not used.
	HTTP *http.Client
	// Agent is the name of the program for the server, "descry" if empty. Nothing else about
	// the user is sent: no cookies, no token.
	Agent string
	// Stall ends a request that brings no byte for so long, 30 s if 0. The whole download has
	// no limit of time.
	Stall time.Duration
	// Sleep waits between tries or until the context ends.
	Sleep func(context.Context, time.Duration) error
	// Free tells how many bytes a folder's disk has left, and false where the number is
	// unknown. Nil asks the system.
	Free func(dir string) (bytes int64, known bool)
}

// Client downloads checkpoints. A Client may be used from several goroutines.
type Client struct {
	base  *url.URL
	wrong error // why base can't be used
	http  *http.Client
	agent string
	stall time.Duration
	sleep func(context.Context, time.Duration) error
	free  func(dir string) (int64, bool)
}

// New makes a client without using the network. A base URL that can't be used is an error of
// the first call.
func New(o Options) *Client {
	c := &Client{
		agent: cmp.Or(o.Agent, "descry"),
		stall: cmp.Or(o.Stall, defaultStall),
		sleep: o.Sleep, free: o.Free,
	}
	if c.sleep == nil {
		c.sleep = sleep
	}
	if c.free == nil {
		c.free = freeSpace
	}
	c.base, c.wrong = parseBase(cmp.Or(o.BaseURL, DefaultBaseURL))
	c.http = &http.Client{}
	if o.HTTP != nil {
		c.http.Transport = o.HTTP.Transport
	} else {
		c.http.Transport = newTransport()
	}
	c.http.CheckRedirect = c.checkRedirect
	return c
}

func parseBase(text string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimRight(text, "/"))
	if err != nil {
		return &url.URL{}, fmt.Errorf("download address: %w", err)
	}
	if base.Host == "" || base.RawQuery != "" || base.Fragment != "" || !safe(base, isLoopback(base)) {
		return base, fmt.Errorf("download address %.100q: want https://host, without user, query or fragment", base.Redacted())
	}
	return base, nil
}

// address joins path elements behind the base, each escaped.
func (c *Client) address(elements ...string) string {
	var b strings.Builder
	b.WriteString(c.base.String())
	for _, e := range elements {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(e))
	}
	return b.String()
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

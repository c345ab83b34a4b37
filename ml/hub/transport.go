package hub

import (
	"net"
	"net/http"
	"net/url"
	"time"
)

// maxRedirects is more than the two that Hugging Face uses: from a repository's old name to
// the new one, and from there to the server of the bytes.
const maxRedirects = 5

// newTransport has a limit for each step before the first byte, none for the whole, and takes
// proxies from the environment.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 15 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout:    15 * time.Second,
		ResponseHeaderTimeout:  30 * time.Second,
		IdleConnTimeout:        30 * time.Second,
		MaxResponseHeaderBytes: 1 << 20,
		ForceAttemptHTTP2:      true,
		// A compressed answer would have another length than the listed one.
		DisableCompression: true,
	}
}

// checkRedirect follows redirects, also to other servers, but never to an unencrypted address.
func (c *Client) checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return c.failure(ErrUnavailable, nil, "it redirects more than %d times", maxRedirects)
	}
	if !safe(req.URL, isLoopback(c.base)) {
		return &failure{kind: ErrInsecure, sentence: c.base.Host + " redirects to an address that isn't encrypted: nothing was downloaded from there"}
	}
	req.Header.Del("Referer")
	return nil
}

// safe addresses are encrypted and carry no password. On this machine itself there is nothing
// to encrypt.
func safe(u *url.URL, local bool) bool {
	return u.User == nil && (u.Scheme == "https" || u.Scheme == "http" && local && isLoopback(u))
}

func isLoopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

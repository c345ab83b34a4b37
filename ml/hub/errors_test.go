package hub_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"descry/ml/hub"
)

// closedPort is an address where nothing listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return "http://" + l.Addr().String()
}

func TestOffline(t *testing.T) {
	nameless := &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "huggingface.co", IsNotFound: true}}
	}}}
	tests := []struct {
		name    string
		options hub.Options
		host    string
	}{
		{"closed port", hub.Options{BaseURL: closedPort(t)}, "127.0.0.1:"},
		{"no such name", hub.Options{HTTP: nameless}, "huggingface.co can't be reached"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.options.Sleep = func(context.Context, time.Duration) error { t.Error("waits"); return nil }
			_, err := hub.New(test.options).Download(t.Context(), text(), t.TempDir(), nil)
			if !errors.Is(err, hub.ErrOffline) || !strings.HasPrefix(err.Error(), test.host) ||
				!strings.HasSuffix(err.Error(), ": is this machine online? Nothing was lost, the download goes on where it stopped") {
				t.Errorf("error %v", err)
			}
		})
	}
}

// The network may come back while a file is fetched. The part stays in any case.
func TestOfflineOnTheWay(t *testing.T) {
	s := newServer(t, oneBig(5000))
	dir := t.TempDir()
	s.interrupted(t, dir, 2000)
	s.far.Close()
	if err := s.download(t, dir); !errors.Is(err, hub.ErrOffline) {
		t.Errorf("error %v", err)
	}
	awaitPart(t, dir, 2000)
}

// A complete file needs no network. An incomplete file does.
func TestCompleteOffline(t *testing.T) {
	s := newServer(t, oneBig(5000))
	partial, full := t.TempDir(), t.TempDir()
	s.interrupted(t, partial, 2000)
	must(t, s.download(t, full))
	s.hub.Close()
	must(t, s.download(t, full))
	if err := s.download(t, partial); !errors.Is(err, hub.ErrOffline) {
		t.Errorf("partial: %v", err)
	}
}

func TestRefused(t *testing.T) {
	gated := "owner/model is not open to everybody: accept its licence on "
	tests := []struct {
		name   string
		status int
		code   string // X-Error-Code
		want   error
		text   string
	}{
		{"gated", http.StatusForbidden, "GatedRepo", hub.ErrForbidden, gated},
		{"gated, not logged in", http.StatusUnauthorized, "GatedRepo", hub.ErrForbidden, gated},
		{"private or nowhere", http.StatusUnauthorized, "RepoNotFound", hub.ErrNotFound, "has no owner/model"},
		{"nowhere", http.StatusNotFound, "RepoNotFound", hub.ErrNotFound, "has no owner/model"},
		{"wrong request", http.StatusBadRequest, "", hub.ErrUnavailable, "status 400"},
	}
	for _, test := range tests {
		for _, at := range []string{"/revision/", "/tree/", "/resolve/"} {
			t.Run(test.name+" at "+at, func(t *testing.T) {
				s := newServer(t, oneBig(5000))
				s.answers(func(w http.ResponseWriter, r *http.Request) bool {
					if !strings.Contains(r.URL.Path, at) {
						return false
					}
					w.Header().Set("X-Error-Code", test.code)
					w.WriteHeader(test.status)
					return true
				})
				err := s.download(t, t.TempDir())
				if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.text) || strings.Contains(err.Error(), "\n") {
					t.Errorf("error %v, want %v", err, test.want)
				}
				if test.want == hub.ErrForbidden && !strings.Contains(err.Error(), s.hub.URL+"/owner/model,") {
					t.Errorf("%v does not say where", err)
				}
			})
		}
	}
}

// No redirect leads away from encryption, whichever server asks for it.
func TestInsecure(t *testing.T) {
	ask := func(t *testing.T, base string, client *http.Client) error {
		t.Helper()
		o := hub.Options{BaseURL: base, HTTP: client, Sleep: func(context.Context, time.Duration) error { return nil }}
		_, err := hub.New(o).Files(t.Context(), text())
		return err
	}
	redirect := func(to string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
	}
	secure := httptest.NewUnstartedServer(redirect("http://example.com/"))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // of the handshakes that fail, as they must
	secure.StartTLS()
	defer secure.Close()
	if err := ask(t, strings.Replace(secure.URL, "127.0.0.1", "localhost", 1), secure.Client()); !errors.Is(err, hub.ErrInsecure) {
		t.Errorf("certificate of another name: %v", err)
	}
	if err := ask(t, secure.URL, secure.Client()); !errors.Is(err, hub.ErrInsecure) || !strings.Contains(err.Error(), "redirects") {
		t.Errorf("out of the encryption: %v", err)
	}
	if err := ask(t, secure.URL, nil); !errors.Is(err, hub.ErrInsecure) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("unknown certificate: %v", err)
	}
	password := httptest.NewServer(redirect("https://user:secret@example.com/"))
	defer password.Close()
	if err := ask(t, password.URL, nil); !errors.Is(err, hub.ErrInsecure) {
		t.Errorf("to a password: %v", err)
	}
	var loop *httptest.Server
	loop = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { redirect(loop.URL+"/again")(w, r) }))
	defer loop.Close()
	if err := ask(t, loop.URL, nil); !errors.Is(err, hub.ErrUnavailable) || !strings.Contains(err.Error(), "redirects more than") {
		t.Errorf("in circles: %v", err)
	}
	for _, base := range []string{"http://huggingface.co", "ftp://localhost", "https://u:p@huggingface.co", "huggingface.co", "https://x/?q", "://"} {
		if err := ask(t, base, nil); err == nil || !strings.HasPrefix(err.Error(), "download address") || strings.Contains(err.Error(), "u:p") {
			t.Errorf("base %s: %v", base, err)
		}
	}
}

func TestNoRepository(t *testing.T) {
	s := newServer(t, nil)
	s.answers(func(_ http.ResponseWriter, r *http.Request) bool {
		t.Errorf("asked for %s", r.URL)
		return false
	})
	for _, r := range []hub.Repository{
		{}, {Owner: "..", Name: "model"}, {Owner: "owner", Name: "a/b"}, {Owner: "owner", Name: "model?x"},
		{Owner: "owner", Name: "model", Revision: "../main"}, {Owner: "owner", Name: "a..b"},
		{Owner: "owner", Name: "model", Revision: "main\n"},
	} {
		if _, err := hub.New(s.quick()).Files(t.Context(), r); !errors.Is(err, hub.ErrNotFound) {
			t.Errorf("%q at %q: %v", r, r.Revision, err)
		}
		if _, err := hub.New(s.quick()).Download(t.Context(), r, t.TempDir(), nil); !errors.Is(err, hub.ErrNotFound) {
			t.Errorf("%q at %q: %v", r, r.Revision, err)
		}
	}
}

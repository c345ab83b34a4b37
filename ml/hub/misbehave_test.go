package hub_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/ml/hub"
)

// answerer answers for a large file, or returns false to leave it to the server.
type answerer func(turn int, w http.ResponseWriter, r *http.Request, content []byte) bool

// firstly misbehaves so many times and then behaves.
func firstly(times int, f func(w http.ResponseWriter, r *http.Request, content []byte)) answerer {
	return func(turn int, w http.ResponseWriter, r *http.Request, content []byte) bool {
		if turn > times {
			return false
		}
		f(w, r, content)
		return true
	}
}

const always = 1 << 30

// unranged misbehaves at every range that does not start at the beginning.
func unranged(f func(w http.ResponseWriter, r *http.Request, content []byte)) answerer {
	return func(_ int, w http.ResponseWriter, r *http.Request, content []byte) bool {
		if r.Header.Get("Range") == "" {
			return false
		}
		f(w, r, content)
		return true
	}
}

func status(code int) func(http.ResponseWriter, *http.Request, []byte) {
	return func(w http.ResponseWriter, _ *http.Request, _ []byte) { w.WriteHeader(code) }
}

// ranged answers 206 with a Content-Range of its own.
func ranged(format string, body func(content []byte) []byte) func(http.ResponseWriter, *http.Request, []byte) {
	return func(w http.ResponseWriter, _ *http.Request, content []byte) {
		w.Header().Set("Content-Range", format)
		w.WriteHeader(http.StatusPartialContent)
		_, _ = w.Write(body(content))
	}
}

func whole(w http.ResponseWriter, _ *http.Request, content []byte) { _, _ = w.Write(content) }

func damaged(w http.ResponseWriter, r *http.Request, content []byte) {
	content = append([]byte{}, content...)
	content[4500] ^= 1
	whole(w, r, content)
}

func longer(w http.ResponseWriter, _ *http.Request, content []byte) {
	w.(http.Flusher).Flush() // so that it does not say how long
	_, _ = w.Write(content)
	_, _ = w.Write([]byte("and more"))
}

func page(w http.ResponseWriter, _ *http.Request, _ []byte) {
	_, _ = w.Write([]byte("<html>Please log in to the hotel's network</html>"))
}

func reset(w http.ResponseWriter, _ *http.Request, content []byte) {
	w.Header().Set("Content-Length", fmt.Sprint(len(content)))
	_, _ = w.Write(content[:10])
	connection, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = connection.Close()
	}
}

func stall(w http.ResponseWriter, r *http.Request, content []byte) {
	w.Header().Set("Content-Length", fmt.Sprint(len(content)))
	w.(http.Flusher).Flush()
	<-r.Context().Done()
}

// TestMisbehaviour begins with 2000 of 5000 bytes on disk.
func TestMisbehaviour(t *testing.T) {
	from := func(n int) func([]byte) []byte { return func(content []byte) []byte { return content[n:] } }
	tests := []struct {
		name   string
		answer answerer
		want   error
		turns  int // requests for the large file
		left   int // bytes of the part after an error
	}{
		{"nothing wrong", firstly(0, nil), nil, 1, 0},
		{"ignores the range", firstly(always, whole), nil, 1, 0},
		{"another start, once", firstly(1, ranged("bytes 1000-4999/5000", from(1000))), nil, 2, 0},
		{"another start, always", firstly(always, ranged("bytes 1000-4999/5000", from(1000))), hub.ErrUnavailable, 5, 2000},
		{"another length", firstly(always, ranged("bytes 2000-5999/6000", from(2000))), hub.ErrUnavailable, 5, 2000},
		{"no place", firstly(1, ranged("", from(2000))), nil, 2, 0},
		{"no total", firstly(1, ranged("bytes 2000-4999/*", from(2000))), nil, 1, 0},
		{"range not satisfiable, once", firstly(1, status(http.StatusRequestedRangeNotSatisfiable)), nil, 2, 0},
		{"range not satisfiable, always", firstly(always, status(http.StatusRequestedRangeNotSatisfiable)), hub.ErrUnavailable, 5, 2000},
		{"range never satisfiable", unranged(status(http.StatusRequestedRangeNotSatisfiable)), nil, 2, 0},
		{"another start at every range", unranged(ranged("bytes 0-4999/5000", from(0))), nil, 2, 0},
		{"a shorter range", firstly(1, ranged("bytes 2000-2999/5000", func(b []byte) []byte { return b[2000:3000] })), nil, 2, 0},
		{"truncated", firstly(3, func(w http.ResponseWriter, r *http.Request, content []byte) {
			w.(http.Flusher).Flush()
			whole(w, r, content[:2500])
		}), nil, 4, 0},
		{"longer, once", firstly(1, longer), nil, 2, 0},
		{"longer, always", firstly(always, longer), hub.ErrChecksum, 2, 0},
		{"damaged, once", firstly(1, damaged), nil, 2, 0},
		{"damaged, always", firstly(always, damaged), hub.ErrChecksum, 2, 0},
		{"a login page, once", firstly(1, page), nil, 2, 0},
		{"a login page, always", firstly(always, page), hub.ErrUnavailable, 5, 2000},
		{"compressed", firstly(1, func(w http.ResponseWriter, r *http.Request, content []byte) {
			w.Header().Set("Content-Encoding", "gzip")
			whole(w, r, content)
		}), nil, 2, 0},
		{"an expired address", firstly(2, status(http.StatusForbidden)), nil, 3, 0},
		{"overloaded", firstly(4, status(http.StatusServiceUnavailable)), nil, 5, 0},
		{"down", firstly(always, status(http.StatusBadGateway)), hub.ErrUnavailable, 5, 2000},
		{"reset", firstly(4, reset), nil, 5, 0},
		{"stalls after the last byte", firstly(1, func(w http.ResponseWriter, r *http.Request, content []byte) {
			whole(w, r, content)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}), nil, 1, 0},
		{"stalls, once", firstly(1, stall), nil, 2, 0},
		{"stalls, always", firstly(always, stall), hub.ErrUnavailable, 5, 2000},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newServer(t, oneBig(5000))
			dir := t.TempDir()
			s.interrupted(t, dir, 2000)
			s.change(func(s *server) { s.answerFar = test.answer })
			o := s.quick()
			if strings.HasPrefix(test.name, "stalls") {
				o.Stall = 300 * time.Millisecond
			}
			_, err := hub.New(o).Download(t.Context(), text(), dir, nil)
			if !errors.Is(err, test.want) || (err == nil) != (test.want == nil) {
				t.Fatalf("error %v, want %v", err, test.want)
			}
			if got := s.requests(); len(got) != test.turns {
				t.Errorf("%d requests (%q), want %d", len(got), got, test.turns)
			}
			if err == nil {
				s.arrived(t, dir, "config.json", "tokenizer.json", bigFile)
				return
			}
			left := 0
			if info, err := os.Stat(filepath.Join(dir, bigFile+".part")); err == nil {
				left = int(info.Size())
			}
			if left != test.left {
				t.Errorf("%d bytes are left, want %d", left, test.left)
			}
			if _, err := os.Stat(filepath.Join(dir, bigFile)); err == nil {
				t.Error("the file stands under its name")
			}
		})
	}
}

// A body without an end does not fill the disk.
func TestEndless(t *testing.T) {
	const most = 64 << 20 // more than the system's buffers take
	s := newServer(t, oneBig(5000))
	s.answersFar(func(_ int, w http.ResponseWriter, _ *http.Request, content []byte) bool {
		chunk := make([]byte, 1<<20)
		for sent := 0; ; sent += len(chunk) {
			if sent >= most {
				t.Errorf("%d bytes of %d were taken", sent, len(content))
				return true
			}
			if _, err := w.Write(chunk); err != nil {
				return true
			}
		}
	})
	if err := s.download(t, t.TempDir()); !errors.Is(err, hub.ErrChecksum) {
		t.Errorf("error %v", err)
	}
}

// A connection that breaks again and again, but brings a lot each time, is not
// given up.
func TestBreaksOften(t *testing.T) {
	const size, each = 12 << 20, 1 << 20
	s := newServer(t, oneBig(size))
	s.answersFar(func(_ int, w http.ResponseWriter, r *http.Request, content []byte) bool {
		start := 0
		_, _ = fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &start)
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", start, size-1, size))
		w.Header().Set("Content-Length", fmt.Sprint(size-start))
		w.WriteHeader(http.StatusPartialContent)
		_, _ = w.Write(content[start:min(start+each, size)])
		return true
	})
	dir := t.TempDir()
	must(t, s.download(t, dir))
	s.arrived(t, dir, "config.json", "tokenizer.json", bigFile)
	if got := s.requests(); len(got) < 2+size/each {
		t.Errorf("only %d requests", len(got))
	}
}

// The server says how long it wants to be left alone.
func TestRetryAfter(t *testing.T) {
	tests := []struct {
		name, header string
		want         time.Duration
		err          error
	}{
		{"seconds", "7", 7 * time.Second, nil},
		{"less than our own pause", "0", time.Second, nil},
		{"not said", "", time.Second, nil},
		{"a date long ago", "Wed, 21 Oct 2015 07:28:00 GMT", time.Second, nil},
		{"nonsense", "soon", time.Second, nil},
		{"too long", "3600", 0, hub.ErrUnavailable},
		{"a date far away", "Wed, 21 Oct 2115 07:28:00 GMT", 0, hub.ErrUnavailable},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newServer(t, oneBig(5000))
			limited := false
			s.answers(func(w http.ResponseWriter, _ *http.Request) bool {
				if limited {
					return false
				}
				limited = true
				w.Header().Set("Retry-After", test.header)
				w.WriteHeader(http.StatusTooManyRequests)
				return true
			})
			var slept time.Duration
			o := s.quick()
			o.Sleep = func(_ context.Context, d time.Duration) error { slept += d; return nil }
			_, err := hub.New(o).Download(t.Context(), text(), t.TempDir(), nil)
			if !errors.Is(err, test.err) || (err == nil) != (test.err == nil) || slept != test.want {
				t.Errorf("slept %v and got %v, want %v and %v", slept, err, test.want, test.err)
			}
		})
	}
}

// A cancelled wait between tries ends at once.
func TestCancelBetweenTries(t *testing.T) {
	s := newServer(t, oneBig(5000))
	ctx, cancel := context.WithCancel(t.Context())
	s.answersFar(firstly(always, func(w http.ResponseWriter, _ *http.Request, _ []byte) {
		time.AfterFunc(50*time.Millisecond, cancel) // when the client has the answer and waits
		w.Header().Set("Retry-After", "240")
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	_, err := hub.New(hub.Options{BaseURL: s.hub.URL}).Download(ctx, text(), t.TempDir(), nil)
	if err != context.Canceled {
		t.Errorf("error %v", err)
	}
}

// Where the server says on the way to the bytes that they are of another file, they
// are not fetched.
func TestAnotherFileOnTheWay(t *testing.T) {
	s := newServer(t, oneBig(5000))
	dir := t.TempDir()
	s.interrupted(t, dir, 2000)
	s.answers(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/"+bigFile) {
			return false
		}
		w.Header().Set("X-Linked-Etag", `"`+sha256Of([]byte("another"))+`"`)
		http.Redirect(w, r, s.far.URL+"/blobs/"+bigFile, http.StatusFound)
		return true
	})
	s.answersFar(firstly(always, func(w http.ResponseWriter, _ *http.Request, content []byte) {
		w.Header().Set("Content-Range", "bytes 2000-4999/5000")
		w.WriteHeader(http.StatusPartialContent)
		_, _ = w.Write(content[2000:])
	}))
	if err := s.download(t, dir); !errors.Is(err, hub.ErrUnavailable) || !strings.Contains(err.Error(), "another file than it lists") {
		t.Errorf("error %v", err)
	}
	awaitPart(t, dir, 2000)
}

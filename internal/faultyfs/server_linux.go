package faultyfs

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// variable names the directory to show, in the process that serves it, which is the test's own
// program started once more.
const variable = "DESCRY_TEST_FAULTYFS"

func init() {
	if content := os.Getenv(variable); content != "" {
		if err := serve(content); err != nil {
			_ = json.NewEncoder(os.Stdout).Encode(err.Error())
			os.Exit(1)
		}
		os.Exit(0)
	}
}

// device is what is inherited from who mounted the file system.
const device = "/dev/fd/3"

// serve answers the system, and takes settings until their end: the process that mounted the
// file system may have been killed.
func serve(content string) error {
	settings, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	s := &server{content: content}
	var seed uint64
	if err := settings.Decode(&seed); err != nil {
		return err
	}
	s.rng = rand.New(rand.NewPCG(seed, 11))
	s.set(Setting{})
	// The kernel must cache nothing, so that each request meets the present fault.
	quiet := log.New(io.Discard, "", 0)
	fuseServer, err := fuse.NewServer(fs.NewNodeFS(&node{server: s}, &fs.Options{Logger: quiet}), device,
		&fuse.MountOptions{DisableReadDirPlus: true, Logger: quiet})
	if err != nil {
		return fmt.Errorf("begin to serve: %w", err)
	}
	go fuseServer.Serve() // ends with the process
	for {
		if err := answers.Encode(""); err != nil {
			return err
		}
		var next Setting
		if err := settings.Decode(&next); err != nil {
			return nil
		}
		s.set(next)
	}
}

// server knows what fails.
type server struct {
	content string

	mu      sync.Mutex
	rng     *rand.Rand
	setting Setting
	draw    uint64        // which files a setting concerns
	number  uint64        // of Renumbered
	silence chan struct{} // closed when a silence is over
	over    *time.Timer
}

// set has another fault begin and lets go of who waits in a silence.
func (s *server) set(setting Setting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over != nil && s.over.Stop() {
		close(s.silence)
	}
	s.setting, s.draw, s.number, s.silence, s.over = setting, s.rng.Uint64(), 0, make(chan struct{}), nil
	switch over := s.silence; setting.Fault {
	case Renumbered:
		s.number = s.rng.Uint64() >> 8
	case Silent:
		s.over = time.AfterFunc(setting.Silence, func() { close(over) })
	default: // the other faults need nothing beforehand
	}
}

// now is the fault that concerns a path, and a channel that is closed when a silence is over.
func (s *server) now(path string) (Fault, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.setting.Fault
	if share := s.setting.Share; share > 0 && f != Slow && f != Silent && f != Renumbered {
		rng := s.rng
		if !s.setting.Fickle {
			h := fnv.New64a()
			_, _ = h.Write([]byte(path))
			rng = rand.New(rand.NewPCG(s.draw, h.Sum64()))
		}
		if rng.Float64() >= share {
			return Sound, s.silence
		}
	}
	return f, s.silence
}

// pause is how long a slow answer takes.
func (s *server) pause() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Duration(s.rng.Int64N(int64(10 * time.Millisecond)))
}

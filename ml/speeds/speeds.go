// Package speeds remembers in a file how fast the towers of models were on graphics cards and
// on the CPU. All processes of a library share the file. Of two measurements made at the same
// time one may be lost, and is made again.
package speeds

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"
	"sync"
	"time"

	"descry/internal/atomicfile"
)

const (
	version  = 1
	maxKept  = 100     // number of measurements; the oldest go first
	maxBytes = 1 << 20 // bytes of the file; a hundred measurements take 40 KB
	maxKey   = 1 << 10 // bytes of each part of a key
)

// Key is the conditions of a measurement. When any part changes, the measurement is made
// again.
type Key struct {
	Card    string `json:"card"`    // with the card's driver
	Model   string `json:"model"`   // the pack's ID
	Tower   string `json:"tower"`   // "image" or "text"
	Runtime string `json:"runtime"` // version of the library
	Threads int    `json:"threads"` // of the CPU, 0 for the best number
}

// Result is what was measured, in pictures or descriptions a second.
type Result struct {
	OnCard float64   `json:"on_card"`
	OnCPU  float64   `json:"on_cpu"`
	When   time.Time `json:"when"`
}

// entry is a line of the file.
type entry struct {
	Key
	Result
}

// file is the content of the file.
type file struct {
	Version  int     `json:"version"`
	Measured []entry `json:"measured"`
}

// Store is the file. The methods may be called at the same time.
type Store struct {
	path string
	mu   sync.Mutex
}

// At is the store in a file, which need not exist.
func At(path string) *Store { return &Store{path: path} }

// Find is the measurement for a key. A file that can't be read, is damaged or of another
// version has no measurements.
func (s *Store) Find(k Key) (Result, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.read() {
		if e.Key == k {
			return e.Result, true
		}
	}
	return Result{}, false
}

// Any reports whether there is a measurement of a tower, on any card, that fits.
func (s *Store) Any(model, tower string, fits func(Result) bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.read(), func(e entry) bool {
		return e.Model == model && e.Tower == tower && fits(e.Result)
	})
}

// Put remembers a measurement in the place of one with the same key.
func (s *Store) Put(k Key, r Result) error {
	if !(entry{k, r}).sound() {
		return fmt.Errorf("remember how fast a model is: %+v of %+v is no measurement", r, k)
	}
	return s.change(func(all []entry) []entry {
		all = slices.DeleteFunc(all, func(e entry) bool { return e.Key == k })
		all = append(all, entry{k, r})
		slices.SortStableFunc(all, func(a, b entry) int { return a.When.Compare(b.When) })
		return all[max(len(all)-maxKept, 0):]
	})
}

// Forget has a key be measured anew.
func (s *Store) Forget(k Key) error {
	if _, known := s.Find(k); !known {
		return nil
	}
	return s.change(func(all []entry) []entry {
		return slices.DeleteFunc(all, func(e entry) bool { return e.Key == k })
	})
}

func (s *Store) change(change func([]entry) []entry) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, err := json.MarshalIndent(file{version, change(s.read())}, "", "\t")
	if err == nil {
		err = atomicfile.WriteBytes(s.path, append(data, '\n'))
	}
	if err != nil {
		return fmt.Errorf("remember how fast a model is: %w", err)
	}
	return nil
}

// read is the file's measurements. The caller holds mu.
func (s *Store) read() []entry {
	data, err := readBounded(s.path)
	var f file
	if err != nil || json.Unmarshal(data, &f) != nil || f.Version != version {
		return nil
	}
	sound := slices.DeleteFunc(f.Measured, func(e entry) bool { return !e.sound() })
	return sound[max(len(sound)-maxKept, 0):]
}

func readBounded(path string) ([]byte, error) {
	// Opening a FIFO or a device in the file's place would wait.
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, fs.ErrInvalid
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err == nil && len(data) > maxBytes {
		return nil, errors.New("too large")
	}
	return data, err
}

// sound reports that an entry can be a measurement.
func (e entry) sound() bool {
	for _, text := range []string{e.Card, e.Model, e.Tower, e.Runtime} {
		if text == "" || len(text) > maxKey {
			return false
		}
	}
	for _, rate := range []float64{e.OnCard, e.OnCPU} {
		if !(rate > 0) || math.IsInf(rate, 0) {
			return false
		}
	}
	return e.Threads >= 0 && !e.When.IsZero()
}

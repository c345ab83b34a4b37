package speeds_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/ml/speeds"
)

var (
	day  = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	key  = speeds.Key{Card: "Vulkan 1002:15bf AMD Radeon 780M, radv Mesa 24.0.5", Model: "starter", Tower: "image", Runtime: "1.30.0"}
	fast = speeds.Result{OnCard: 34.5, OnCPU: 21.25, When: day}
)

func TestRemembered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "speeds.json")
	if _, known := speeds.At(path).Find(key); known {
		t.Error("known before it was measured")
	}
	if err := speeds.At(path).Put(key, fast); err != nil {
		t.Fatal(err)
	}
	s := speeds.At(path) // as another process
	if got, known := s.Find(key); !known || got != fast {
		t.Errorf("%+v, %v", got, known)
	}
	for what, change := range map[string]func(*speeds.Key){
		"driver":  func(k *speeds.Key) { k.Card = strings.ReplaceAll(k.Card, "24.0.5", "24.0.6") },
		"card":    func(k *speeds.Key) { k.Card = "Vulkan 10de:2786 NVIDIA GeForce RTX 4070, NVIDIA 550.1" },
		"model":   func(k *speeds.Key) { k.Model = "llm2clip" },
		"tower":   func(k *speeds.Key) { k.Tower = "text" },
		"runtime": func(k *speeds.Key) { k.Runtime = "1.31.0" },
		"threads": func(k *speeds.Key) { k.Threads = 2 },
	} {
		other := key
		change(&other)
		if _, known := s.Find(other); known {
			t.Errorf("another %s: not measured anew", what)
		}
	}
	slower := speeds.Result{OnCard: 10, OnCPU: 21, When: day.Add(time.Hour)}
	if err := s.Put(key, slower); err != nil {
		t.Fatal(err)
	}
	if got, _ := s.Find(key); got != slower {
		t.Errorf("measured again: %+v", got)
	}
	onCard := func(r speeds.Result) bool { return r.OnCard > r.OnCPU }
	if s.Any("starter", "image", onCard) || !s.Any("starter", "image", func(r speeds.Result) bool { return !onCard(r) }) || s.Any("starter", "text", onCard) {
		t.Error("Any finds what isn't there, or not what is")
	}
	if err := s.Forget(key); err != nil {
		t.Fatal(err)
	}
	if _, known := s.Find(key); known {
		t.Error("known after it was forgotten")
	}
	if err := s.Forget(key); err != nil {
		t.Error(err)
	}
}

func TestDamagedFile(t *testing.T) {
	good := filepath.Join(t.TempDir(), "good.json")
	if err := speeds.At(good).Put(key, fast); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for name, damaged := range map[string]string{
		"empty": "", "zeros": strings.Repeat("\x00", 4096), "cut": text[:len(text)/2], "a list": "[1, 2]", "null": "null",
		"of a later version": strings.Replace(text, `"version": 1`, `"version": 2`, 1),
		"not positive":       strings.Replace(text, "34.5", "-34.5", 1), "zero": strings.Replace(text, "21.25", "0", 1),
		"not a number": strings.Replace(text, "34.5", "1e999", 1), "no card": strings.Replace(text, "Vulkan 1002:15bf AMD Radeon 780M, radv Mesa 24.0.5", "", 1),
		"huge": text + strings.Repeat(" ", 1<<20), "long": strings.Replace(text, "starter", strings.Repeat("s", 2000), 1),
	} {
		if damaged == text {
			t.Fatalf("%s: nothing is damaged", name)
		}
		path := filepath.Join(t.TempDir(), "speeds.json")
		if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		s := speeds.At(path)
		if got, known := s.Find(key); known {
			t.Errorf("%s: %+v", name, got)
		}
		if err := s.Put(key, fast); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got, known := s.Find(key); !known || got != fast {
			t.Errorf("%s, measured anew: %+v, %v", name, got, known)
		}
	}
}

func TestUnwritable(t *testing.T) {
	dir := t.TempDir()
	s := speeds.At(filepath.Join(dir, "none", "speeds.json"))
	if err := s.Put(key, fast); err == nil || !strings.Contains(err.Error(), "remember how fast") {
		t.Error(err)
	}
	if _, known := speeds.At(dir).Find(key); known { // a folder
		t.Error("a folder knows something")
	}
	s = speeds.At(filepath.Join(dir, "speeds.json"))
	for _, r := range []speeds.Result{{When: day}, {OnCard: math.NaN(), OnCPU: 1, When: day}, {OnCard: 1, OnCPU: math.Inf(1), When: day}, {OnCard: 1, OnCPU: 1}} {
		if err := s.Put(key, r); err == nil {
			t.Errorf("%+v: no error", r)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "speeds.json")); err == nil {
		t.Error("what is no measurement was written")
	}
}

func TestBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "speeds.json")
	s := speeds.At(path)
	for i := range 130 {
		k, r := key, fast
		k.Model, r.When = fmt.Sprint("model ", i), day.Add(time.Duration(i)*time.Hour)
		if err := s.Put(k, r); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() > 64<<10 {
		t.Errorf("%d bytes, %v", info.Size(), err)
	}
	for i, want := range map[int]bool{0: false, 29: false, 30: true, 129: true} {
		k := key
		k.Model = fmt.Sprint("model ", i)
		if _, known := s.Find(k); known != want {
			t.Errorf("measurement %d: known %v", i, known)
		}
	}
}

package adapter

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestWatch(t *testing.T) {
	proc := t.TempDir()
	now := time.Unix(1e9, 0)
	w := NewWatch(Adapter{Slot: "0000:c4:00.0"}, 12)
	w.Leave("descry-encoder-of-many-letters")
	w.proc, w.clock = proc, func() time.Time { return now }
	const node = "/dev/dri/renderD128"
	fakeProcess(t, proc, 10, "game", [2]string{node, amdgpuUse})
	fakeProcess(t, proc, 12, "descry", [2]string{node, strings.Replace(amdgpuUse, "68", "69", 1)})
	fakeProcess(t, proc, 11, "descry-encoder-", [2]string{node, strings.Replace(amdgpuUse, "68", "67", 1)})
	fakeProcess(t, proc, 13, "elsewhere", [2]string{node, xeUse})
	step := func(gfx string, after time.Duration, share float64, bytes int64) {
		t.Helper()
		now = now.Add(after)
		text := strings.Replace(amdgpuUse, "9000000000", gfx, 1)
		if err := os.WriteFile(filepath.Join(proc, "10", "fdinfo", "0"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		gotShare, gotBytes, err := w.Others(t.Context())
		if err != nil || gotShare != share || gotBytes != bytes {
			t.Errorf("%v, %d, %v, want %v, %d", gotShare, gotBytes, err, share, bytes)
		}
	}
	step("9000000000", 0, 0, 256<<20)
	step("10000000000", 4*time.Second, 0.25, 256<<20)
	step("10000000000", 4*time.Second, 0, 256<<20)
	step("14000000000", 4*time.Second, 1, 256<<20)
	step("14000000000", -time.Hour, 0, 256<<20) // the clock was set
	if err := os.RemoveAll(filepath.Join(proc, "10")); err != nil {
		t.Fatal(err)
	}
	if share, bytes, err := w.Others(t.Context()); share != 0 || bytes != 0 || err != nil {
		t.Errorf("nobody: %v, %d, %v", share, bytes, err)
	}
	if _, _, err := NewWatch(Adapter{}).Others(t.Context()); !errors.Is(err, ErrUnsupported) {
		t.Errorf("no slot: %v", err)
	}
}

package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"descry/library/index"
	"descry/ml/adapter"
	"descry/ml/ort"
)

// TestIndexingPausesOnBattery has a model on a card that isn't there: its bulk work waits
// for the mains and is told of, single pictures don't wait, and then the CPU computes.
func TestIndexingPausesOnBattery(t *testing.T) {
	home := t.TempDir()
	paths := pathsIn(home, home, home, home)
	mustWrite(t, paths.Settings, "device = \"webgpu\"\ngpu_on_battery = \"pause\"\n")
	e := opened(t, paths)
	defer e.Close()
	m := e.searcher().model
	var battery atomic.Bool
	battery.Store(true)
	m.battery = battery.Load
	m.adapters = func(context.Context) (adapterList, error) { return adapterList{Unknown: true}, nil }
	bulk, err := m.bulkVision()
	if err != nil {
		t.Fatal(err)
	}
	input := [][]float32{make([]float32, bulk.pre.TensorLen())}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := bulk.Encode(ctx, input)
		done <- err
	}()
	for m.notice() != waitsForMains {
		select {
		case err := <-done:
			t.Fatalf("it doesn't wait: %v", err)
		case <-time.After(time.Millisecond):
		}
	}
	if o, _ := m.openedWith(); o.ImageDevice() != "" {
		t.Errorf("loaded on %s", o.ImageDevice())
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) || m.notice() != "" {
		t.Errorf("paused: %v, %q", err, m.notice())
	}
	battery.Store(false)
	if m.newPacer(Settings{}, deviceUse{providers: []ort.Provider{ort.CPU}}) != nil {
		t.Error("the CPU is paced")
	}
}

// TestOnBatteryTakesLess chooses between a card and what is in the processor.
func TestOnBatteryTakesLess(t *testing.T) {
	big := radeon
	big.Name, big.Kind = "Big Card", "discrete"
	small := radeon
	small.Name, small.Kind = "Small Graphics", "integrated"
	for _, c := range []struct {
		setting string
		battery bool
		want    string
	}{
		{"webgpu", false, "Big Card"}, {"webgpu", true, "Small Graphics"}, {"big card", true, "Big Card"},
	} {
		use, err := useOf(c.setting, c.battery, func() (adapterList, error) {
			return adapterList{Adapters: []adapter.Adapter{big, small}}, nil
		})
		if err != nil || use.adapter != c.want || use.card.Name != c.want {
			t.Errorf("%+v: %q, %v", c, use.adapter, err)
		}
		if preference := use.options["powerPreference"]; (preference == "low-power") != (c.want == "Small Graphics") {
			t.Errorf("%+v: %s", c, preference)
		}
	}
}

// TestRestsLong: the tower is freed sooner when the owner has paused indexing.
func TestRestsLong(t *testing.T) {
	for phase, want := range map[index.Phase]int{index.Paused: pausedIdle, index.Idle: visionIdle, index.Waiting: visionIdle} {
		looks := 1
		for !restsLong(phase, looks) {
			looks++
		}
		if looks != want {
			t.Errorf("phase %d: %d looks, want %d", phase, looks, want)
		}
	}
}

// TestSettingsAreDocumented: README names each.
func TestSettingsAreDocumented(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range settingKeys {
		if !strings.Contains(string(text), "`"+k.name+"`") {
			t.Errorf("README says nothing of %s", k.name)
		}
	}
}

package service

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/message"
	"descry/app/notice"
	"descry/app/service/models"
	"descry/internal/throttle"
	"descry/library/index"
	"descry/ml/adapter"
	"descry/ml/ort"
)

// noAdaptersKnown answers as a system that can't list its adapters does.
func noAdaptersKnown(_ context.Context, _ string, answer any) error {
	*answer.(*models.AdapterList) = models.AdapterList{Unknown: true}
	return nil
}

// TestIndexingPausesOnBattery has a model on a card that isn't there: its bulk work waits
// for the mains and is told of, single pictures don't wait, and then the CPU computes.
func TestIndexingPausesOnBattery(t *testing.T) {
	home := t.TempDir()
	paths := config.PathsIn(home, home, home, home)
	apptest.MustWrite(t, paths.Settings, "device = \"webgpu\"\ngpu_on_battery = \"pause\"\n")
	e := opened(t, paths)
	defer e.Close()
	m := e.Searcher().Encoder
	var battery atomic.Bool
	battery.Store(true)
	m.Battery = battery.Load
	e.Models.Adapters.Ask = noAdaptersKnown
	bulk, err := m.BulkVision()
	if err != nil {
		t.Fatal(err)
	}
	input := [][]float32{make([]float32, bulk.Pre.TensorLen())}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := bulk.Encode(ctx, input)
		done <- err
	}()
	for !m.Notice().Same(models.Waits[throttle.ForMains]) {
		select {
		case err := <-done:
			t.Fatalf("it doesn't wait: %v", err)
		case <-time.After(time.Millisecond):
		}
	}
	if o, _ := m.OpenedWith(); o.ImageDevice() != "" {
		t.Errorf("loaded on %s", o.ImageDevice())
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) || !m.Notice().IsZero() {
		t.Errorf("paused: %v, %q", err, m.Notice())
	}
	// The user wants it otherwise: the next batch begins at once, on the card that isn't there.
	go func() {
		_, err := bulk.Encode(t.Context(), input)
		done <- err
	}()
	apptest.Eventually(t, "it waits again", func() bool { return m.Notice().Same(models.Waits[throttle.ForMains]) })
	if err := e.Models.SetCardUse(models.CardUse{Share: 50, OnBattery: models.BatteryFull}); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil || m.Notice().Same(models.Waits[throttle.ForMains]) {
		t.Errorf("full speed: %v, %q", err, m.Notice())
	}
	battery.Store(false)
	if m.NewPacer(config.Settings{}, models.DeviceUse{Providers: []ort.Provider{ort.CPU}}) != nil {
		t.Error("the CPU is paced")
	}
}

// TestWaitingIsTold: that indexing waits for the mains is told to the window by itself, in
// the log of descry watch, and to who indexes by command once.
func TestWaitingIsTold(t *testing.T) {
	home := t.TempDir()
	paths := config.PathsIn(home, home, home, home)
	apptest.MustWrite(t, paths.Settings, "device = \"webgpu\"\ngpu_on_battery = \"pause\"\n")
	e := opened(t, paths)
	defer e.Close()
	m := e.Searcher().Encoder
	m.Battery = func() bool { return true }
	e.Models.Adapters.Ask = noAdaptersKnown
	b := NewSession(e)
	shown := make(chan string, 100)
	defer b.Subscribe(func(ev Event) {
		if ev.Kind == StatusChanged {
			shown <- worded(b.Status().ModelNotice)
		}
	})()
	logged := make(chan string, 100)
	bulk, err := m.BulkVision()
	if err != nil {
		t.Fatal(err)
	}
	input := [][]float32{make([]float32, bulk.Pre.TensorLen())}
	hears := func(where string, from chan string, want string) {
		t.Helper()
		for {
			select {
			case text := <-from:
				if text == want {
					return
				}
			case <-time.After(time.Minute):
				t.Fatalf("%s is not told %q", where, want)
			}
		}
	}
	waiting, done := context.WithCancel(t.Context())
	var work sync.WaitGroup
	work.Go(func() { _, _ = bulk.Encode(waiting, input) }) // it ends with done
	terminal := make(notes, 100)
	err = e.telling(t.Context(), terminal, func(context.Context) error {
		hears("a command", terminal, worded(models.Waits[throttle.ForMains]))
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var background sync.WaitGroup
	defer background.Wait()
	defer cancel()
	background.Go(func() { b.Follow(ctx) })
	background.Go(func() { e.Models.FollowDevices(ctx, func(n notice.Notice) { logged <- worded(n) }) })
	hears("the window", shown, worded(models.Waits[throttle.ForMains]))
	hears("the service's log", logged, worded(models.Waits[throttle.ForMains]))
	cancel()
	background.Wait()
	e.Models.TellDevices(func(n notice.Notice) { t.Errorf("a command says at its end what it said before: %q", n) })
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	done()
	work.Wait()
}

// TestCardUse: what the user chooses of a card is in the file, beside the rest, and used by
// models that are opened later.
func TestCardUse(t *testing.T) {
	home := t.TempDir()
	paths := config.PathsIn(home, home, home, home)
	apptest.MustWrite(t, paths.Settings, "# mine\nthreads = 1\ngpu_share = 30 # a third\n")
	e := opened(t, paths)
	defer e.Close()
	b := NewSession(e)
	if got := models.CardUseOf(e.Models.CurrentSettings()); got.Share != 30 || got.OnBattery != models.BatteryFull {
		t.Errorf("at first %+v", got)
	}
	for _, use := range []models.CardUse{{Share: 0, OnBattery: models.BatteryFull}, {Share: 101, OnBattery: models.BatteryFull}, {Share: 50, OnBattery: "never"}} {
		if b.SetCardUse(t.Context(), use) == nil {
			t.Errorf("%+v is taken", use)
		}
	}
	if err := b.SetCardUse(t.Context(), models.CardUse{Share: 30, OnBattery: models.BatteryPause}); err != nil {
		t.Fatal(err)
	}
	const want = "gpu_on_battery = \"pause\"\n# mine\nthreads = 1\ngpu_share = 30 # a third\n"
	if text, err := os.ReadFile(paths.Settings); err != nil || string(text) != want {
		t.Errorf("%q, want %q, %v", text, want, err)
	}
	if err := b.SetCardUse(t.Context(), models.CardUse{Share: 75, OnBattery: models.BatteryPause}); err != nil {
		t.Fatal(err)
	}
	if s, err := config.LoadSettings(paths.Settings); err != nil || !reflect.DeepEqual(s, config.Settings{Threads: 1, GPUShare: 75, GPUOnBattery: "pause"}) || !reflect.DeepEqual(e.Models.CurrentSettings(), s) {
		t.Errorf("%+v in the file, %+v, %v", s, e.Models.CurrentSettings(), err)
	}
	apptest.MustWrite(t, paths.Settings, "thread = 1\n")
	if err := b.SetCardUse(t.Context(), models.CardUse{Share: 10, OnBattery: models.BatteryPause}); err == nil || !strings.Contains(message.Explain(err), "line 1") {
		t.Errorf("a file with a mistake: %v", err)
	}
	if got := models.CardUseOf(e.Models.CurrentSettings()); got.Share != 75 {
		t.Errorf("what was not written is used: %+v", got)
	}
}

// TestCardIsOffered: a share can be chosen where there is a card that may be used.
func TestCardIsOffered(t *testing.T) {
	e := openLibrary(t)
	m := e.Searcher().Encoder
	for _, c := range []struct {
		setting  string
		adapters []adapter.Adapter
		want     bool
	}{
		{"auto", nil, false}, {"", []adapter.Adapter{apptest.Radeon}, true}, {"auto", []adapter.Adapter{apptest.Llvmpipe, apptest.Old}, false},
		{"cpu", []adapter.Adapter{apptest.Radeon}, false}, {"webgpu", nil, true}, {"llvmpipe adapter", []adapter.Adapter{apptest.Llvmpipe}, true}, {"AMD Radeon 780M", nil, true},
	} {
		if got := m.OffersCard(c.setting, c.adapters); got != c.want {
			t.Errorf("%q with %d adapters: %v", c.setting, len(c.adapters), got)
		}
	}
}

// TestOnBatteryTakesLess chooses between a card and what is in the processor.
func TestOnBatteryTakesLess(t *testing.T) {
	big := apptest.Radeon
	big.Name, big.Kind = "Big Card", "discrete"
	small := apptest.Radeon
	small.Name, small.Kind = "Small Graphics", "integrated"
	for _, c := range []struct {
		setting string
		battery bool
		want    string
	}{
		{"webgpu", false, "Big Card"}, {"webgpu", true, "Small Graphics"}, {"big card", true, "Big Card"},
	} {
		use, err := models.UseOf(c.setting, c.battery, func() (models.AdapterList, error) {
			return models.AdapterList{Adapters: []adapter.Adapter{big, small}}, nil
		})
		if err != nil || use.Adapter != c.want || use.Card.Name != c.want {
			t.Errorf("%+v: %q, %v", c, use.Adapter, err)
		}
		if preference := use.Options["powerPreference"]; (preference == "low-power") != (c.want == "Small Graphics") {
			t.Errorf("%+v: %s", c, preference)
		}
	}
}

// TestRestsLong: the tower is freed sooner when the user has paused indexing.
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
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range config.SettingKeys {
		if !strings.Contains(string(text), "`"+k.Name+"`") {
			t.Errorf("README says nothing of %s", k.Name)
		}
	}
}

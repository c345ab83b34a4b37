package service

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/service/models"
	"descry/internal/softvulkan"
	"descry/ml/adapter"
	"descry/ml/speeds"
)

// choosing is a model of the fixtures whose device is left to the program, in a process
// whose drivers tell of the given adapters.
func choosing(t *testing.T, e *Library, list adapterList) *Model {
	t.Helper()
	e.Models.Adapters.when = time.Time{}
	e.Models.Adapters.ask = func(_ context.Context, _ string, answer any) error {
		*answer.(*adapterList) = list
		return nil
	}
	id := importFixture(t, e, "vision-openai-fp16", "text-llama3-8b-like")
	pack, err := e.Models.Shelf.open(id)
	if err != nil {
		t.Fatal(err)
	}
	return e.Models.modelOf(pack)
}

func openTestEngine(t *testing.T) *Library {
	t.Helper()
	home := t.TempDir()
	e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// encodeOne has the indexer's encoder look at a blank picture.
func encodeOne(t *testing.T, m *Model, many bool) {
	t.Helper()
	enc, err := m.Vision()
	if err != nil {
		t.Fatal(err)
	}
	enc.bulk = many
	vectors, err := enc.Encode(t.Context(), [][]float32{make([]float32, enc.Pre.TensorLen())})
	if err != nil || len(vectors) != 1 {
		t.Fatal(len(vectors), err)
	}
}

func says(t *testing.T, m *Model) RunsOn {
	t.Helper()
	r, err := m.RunsOn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// swiftShader is the adapter of software Vulkan as its driver tells of it, but called a
// card.
func swiftShader(t *testing.T, e *Library) adapter.Adapter {
	t.Helper()
	withSoftwareVulkan(t)
	list, err := e.Models.Adapters.Get(t.Context())
	if err != nil || len(list.Adapters) != 1 {
		t.Fatal(list, err)
	}
	a := list.Adapters[0]
	a.Kind = adapter.Integrated
	return a
}

// keyOfCard is what a measurement of a model on a card is remembered under.
func keyOfCard(t *testing.T, m *Model, a adapter.Adapter, tower string) speeds.Key {
	t.Helper()
	if _, err := m.open(); err != nil {
		t.Fatal(err)
	}
	rt, err := m.Rt.get()
	if err != nil {
		t.Fatal(err)
	}
	return speeds.Key{Card: a.Key(), Model: m.Pack.ID, Tower: tower, Runtime: rt.Version()}
}

// TestCardRemembered: a card that was faster for photos and slower for text at an earlier
// start gets the one and not the other, from the first photo on.
func TestCardRemembered(t *testing.T) {
	e := openTestEngine(t)
	card := swiftShader(t, e)
	m := choosing(t, e, adapterList{Adapters: []adapter.Adapter{card}})
	for tower, r := range map[string]speeds.Result{imageTower: {OnCard: 34, OnCPU: 21}, textTower: {OnCard: 10, OnCPU: 100}} {
		r.When = time.Now()
		if err := e.Models.Speeds.Put(keyOfCard(t, m, card, tower), r); err != nil {
			t.Fatal(err)
		}
	}
	encodeOne(t, m, true)
	if _, _, err := m.ReadText(t.Context(), "a dog"); err != nil {
		t.Fatal(err)
	}
	if got, want := says(t, m).String(), "photos on SwiftShader Device (measured 34 photos/s, CPU 21), "+
		"text on CPU (measured 10 ms a description, SwiftShader Device 100 ms)"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got := m.device(); got != "SwiftShader Device, text on CPU" {
		t.Errorf("the status bar says %q", got)
	}
	if o := m.imagesOnCard(); o == nil || o.ImageDevice() != "WebGPU" || m.choiceNow().cpu.ImageDevice() != "" {
		t.Error("the photo was not encoded on the card")
	}
	// Another choice of the owner's ends it, and back again the card is taken again.
	for _, c := range []struct{ setting, device string }{{"cpu", "CPU"}, {"auto", "SwiftShader Device, text on CPU"}} {
		if err := m.apply(t.Context(), config.Settings{Device: c.setting}); err != nil {
			t.Fatal(err)
		}
		encodeOne(t, m, true)
		if got := m.device(); got != c.device {
			t.Errorf("%s: %q, want %q", c.setting, got, c.device)
		}
	}
}

// TestTextOnTheCard: a card that was faster for text and slower for photos at an earlier
// start, as it is with the text tower of an LLM2CLIP model, gets the one and not the other,
// from the first search on.
func TestTextOnTheCard(t *testing.T) {
	apptest.WholeRunsOnly(t)
	e := openTestEngine(t)
	card := swiftShader(t, e)
	m := choosing(t, e, adapterList{Adapters: []adapter.Adapter{card}})
	for tower, r := range map[string]speeds.Result{imageTower: {OnCard: 10, OnCPU: 21}, textTower: {OnCard: 50, OnCPU: 10}} {
		r.When = time.Now()
		if err := e.Models.Speeds.Put(keyOfCard(t, m, card, tower), r); err != nil {
			t.Fatal(err)
		}
	}
	// Whether texts are to be on a card is looked up when a model is opened.
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := m.ReadText(t.Context(), "a dog"); err != nil {
		t.Fatal(err)
	}
	encodeOne(t, m, true)
	if got, want := says(t, m).String(), "photos on CPU (measured 21 photos/s, SwiftShader Device 10), "+
		"text on SwiftShader Device (measured 20 ms a description, CPU 100 ms)"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	onCard := m.choiceNow().onCard(textTower)
	if onCard == nil {
		t.Fatal("no text goes to the card")
	}
	tower, err := onCard.Text(t.Context())
	if err != nil || tower.Device() != "WebGPU" || m.imagesOnCard() != nil {
		t.Errorf("the text was read on %s: %v", tower.Device(), err)
	}
}

// TestCardMeasured measures both towers on software Vulkan, which is not the faster of the
// two, and remembers that for the next start.
func TestCardMeasured(t *testing.T) {
	if testing.Short() {
		t.Skip("the processor takes long for a graphics card's work")
	}
	e := openTestEngine(t)
	card := swiftShader(t, e)
	m := choosing(t, e, adapterList{Adapters: []adapter.Adapter{card}})
	// What was measured with another driver says nothing of this one.
	old := keyOfCard(t, m, card, imageTower)
	old.Card += " of yesterday"
	if err := e.Models.Speeds.Put(old, speeds.Result{OnCard: 1000, OnCPU: 1, When: time.Now()}); err != nil {
		t.Fatal(err)
	}
	encodeOne(t, m, false)
	if got := says(t, m); got.Images.Device != "CPU" || !strings.Contains(got.Images.Why, "is measured when photos are indexed") {
		t.Errorf("before many photos: %s", got)
	}
	encodeOne(t, m, true) // on the CPU, while the card is measured
	eventually(t, "the card is measured", func() bool {
		_, known := e.Models.Speeds.Find(keyOfCard(t, m, card, imageTower))
		return known
	})
	if _, _, err := m.ReadText(t.Context(), "a dog"); err != nil {
		t.Fatal(err)
	}
	m.measureText()
	if got := says(t, m); !strings.Contains(got.Text.Why, "after a search") {
		t.Errorf("just after a search: %s", got)
	}
	m.mu.Lock()
	m.lastText = time.Now().Add(-textQuiet - time.Second)
	m.mu.Unlock()
	m.measureText()
	eventually(t, "the text tower is measured", func() bool {
		_, known := e.Models.Speeds.Find(keyOfCard(t, m, card, textTower))
		return known
	})
	r, _ := e.Models.Speeds.Find(keyOfCard(t, m, card, imageTower))
	got := says(t, m)
	if t.Log(got); !strings.Contains(got.Images.Why, "photos/s") || !strings.Contains(got.Text.Why, "ms a description") || (got.Images.Device == "CPU") == cardFaster(r) {
		t.Errorf("%s of %+v", got, r)
	}
	if err := m.MeasureDevices(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again, _ := e.Models.Speeds.Find(keyOfCard(t, m, card, imageTower)); again.OnCard == r.OnCard {
		t.Errorf("not measured anew: %+v", again)
	}
	encodeOne(t, m, true)
}

// TestCardFails: a card that can't be used leaves the photos to the CPU, nothing of it is
// remembered, and the next start tries it again.
func TestCardFails(t *testing.T) {
	softvulkan.Loader(t)
	for _, entry := range softvulkan.Environment(t, t.TempDir()+"/none.json") {
		name, value, _ := strings.Cut(entry, "=")
		t.Setenv(name, value)
	}
	e := openTestEngine(t)
	m := choosing(t, e, adapterList{Adapters: []adapter.Adapter{radeon}})
	for range 2 { // starts
		encodeOne(t, m, true)
		eventually(t, "the card has failed", func() bool { return strings.Contains(says(t, m).Images.Why, "passed over") })
		got := says(t, m).Images
		if t.Log(got); got.Device != "CPU" || !strings.HasPrefix(got.Why, "AMD Radeon 780M was passed over: ") || !strings.HasSuffix(got.Why, "tried again at the next start") {
			t.Errorf("%+v", got)
		}
		if _, known := e.Models.Speeds.Find(keyOfCard(t, m, radeon, imageTower)); known {
			t.Error("it is remembered that the card failed")
		}
		encodeOne(t, m, true)
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestMeasuringWaits: a card isn't measured while indexing on it would wait for the mains;
// it is once the owner changes that.
func TestMeasuringWaits(t *testing.T) {
	e := openTestEngine(t)
	if err := e.Models.setCardUse(models.CardUse{Share: 100, OnBattery: models.BatteryPause}); err != nil {
		t.Fatal(err)
	}
	card := radeon
	card.ICD = filepath.Join(t.TempDir(), "none.json") // whatever this machine has
	m := choosing(t, e, adapterList{Adapters: []adapter.Adapter{card}})
	m.battery = func() bool { return true }
	const waits = "AMD Radeon 780M is measured when the computer no longer runs on its battery"
	encodeOne(t, m, true)
	eventually(t, "the measurement waits", func() bool { return says(t, m).Images.Why == waits })
	encodeOne(t, m, true) // on the CPU, and tries again
	eventually(t, "trying again has ended", func() bool { return !m.choiceNow().measuring() })
	if got := says(t, m); got.Images != (towerUse{"CPU", waits}) || m.notice() != "" {
		t.Errorf("%s, notice %q", got, m.notice())
	}
	m.lastText = time.Now().Add(-textQuiet - time.Second)
	m.measureText()
	eventually(t, "the text waits, too", func() bool { return says(t, m).Text.Why == waits })
	if err := e.Models.setCardUse(models.CardUse{Share: 100, OnBattery: models.BatterySlow}); err != nil {
		t.Fatal(err)
	}
	encodeOne(t, m, true) // the card isn't there, which the measurement finds out
	eventually(t, "the card is measured", func() bool { return strings.Contains(says(t, m).Images.Why, "passed over") })
	if want := says(t, m).Images.Why + "."; m.notice() != want {
		t.Errorf("notice %q, want %q", m.notice(), want)
	}
	if got := says(t, m).besides(m.notice()).why(); got != "Text: "+waits {
		t.Errorf("besides the notice: %q", got)
	}
}

// TestNoCardChosen: what is no card, and drivers that crash or hang, leave the CPU.
func TestNoCardChosen(t *testing.T) {
	apptest.WholeRunsOnly(t)
	for name, c := range map[string]struct {
		list      adapterList
		err       error
		hangs     bool
		why, over string
	}{
		"software":  {list: adapterList{Adapters: []adapter.Adapter{llvmpipe}}, why: "there is no graphics card with a fitting driver", over: "llvmpipe adapter: it computes on the processor, and is used only if it is named"},
		"old card":  {list: adapterList{Adapters: []adapter.Adapter{old}}, why: "there is no graphics card with a fitting driver", over: "Old Card: its driver lacks imageCubeArray"},
		"no loader": {list: adapterList{Problem: "the Vulkan loader was not found"}, why: "the Vulkan loader was not found"},
		"crash":     {err: errors.New("signal: segmentation fault"), why: "segmentation fault"},
		"hang":      {hangs: true},
	} {
		t.Run(name, func(t *testing.T) {
			e := openTestEngine(t)
			m := choosing(t, e, c.list)
			e.Models.Adapters.ask = func(ctx context.Context, _ string, answer any) error {
				if c.hangs {
					<-ctx.Done()
					return ctx.Err()
				}
				*answer.(*adapterList) = c.list
				return c.err
			}
			begun := time.Now()
			encodeOne(t, m, true)
			if took := time.Since(begun); took > adapterPatience-2*time.Second {
				t.Errorf("the first photo took %v", took)
			}
			m.measureText()
			got := says(t, m)
			if got.Images.Device != "CPU" || got.Images != got.Text || !strings.Contains(got.Images.Why, c.why) || (c.over == "") != (len(got.PassedOver) == 0) ||
				c.over != "" && !slices.Contains(got.PassedOver, c.over) {
				t.Errorf("%s, passed over %q", got, got.PassedOver)
			}
			if err := m.MeasureDevices(t.Context()); !c.hangs && (err == nil || !strings.Contains(err.Error(), "nothing to measure")) {
				t.Errorf("measured anew: %v", err)
			}
		})
	}
}

func TestNamedIsNotMeasured(t *testing.T) {
	e := openTestEngine(t)
	m := choosing(t, e, adapterList{Adapters: []adapter.Adapter{radeon}})
	for setting, want := range map[string]string{"cpu": "CPU (chosen)", "webgpu": "AMD Radeon 780M (chosen)", "AMD Radeon 780M": "AMD Radeon 780M (chosen)",
		"Some Other Card": "CPU (Some Other Card can't be used, the CPU is used instead: this machine has no such graphics adapter now)"} {
		if err := m.apply(t.Context(), config.Settings{Device: setting}); err != nil {
			t.Fatal(err)
		}
		if got := says(t, m).String(); got != want {
			t.Errorf("%s: %q, want %q", setting, got, want)
		}
		if err := m.MeasureDevices(t.Context()); err == nil || !strings.Contains(err.Error(), "only the device auto") {
			t.Errorf("%s measured: %v", setting, err)
		}
	}
}

func TestFloat16WhereTheCardHasIt(t *testing.T) {
	p := openTestEngine(t).Pack()
	without, software := radeon, llvmpipe
	without.Name, without.Float16, software.Float16 = "Radeon without", false, true
	list := adapterList{Adapters: []adapter.Adapter{radeon, without, software}}
	for _, a := range list.Adapters {
		if o := modelOptions((config.Settings{}), p, useOn(a, list, nil)); o.Image.Float16 != a.PrefersFloat16() || o.Text.Float16 != a.PrefersFloat16() {
			t.Errorf("%s: %v, %v", a.Name, o.Image.Float16, o.Text.Float16)
		}
	}
}

func TestRunsOnWords(t *testing.T) {
	cpu, card := towerUse{"CPU", ""}, towerUse{"AMD Radeon 780M", "measured 34 photos/s, CPU 21"}
	for _, c := range []struct {
		r                RunsOn
		short, long, why string
	}{
		{RunsOn{Images: cpu, Text: cpu}, "CPU", "CPU", ""},
		{RunsOn{Images: card, Text: cpu}, "AMD Radeon 780M, text on CPU", "photos on AMD Radeon 780M (measured 34 photos/s, CPU 21), text on CPU", "Photos: measured 34 photos/s, CPU 21"},
		{RunsOn{Images: towerUse{"CPU", "chosen"}, Text: towerUse{"CPU", "chosen"}}, "CPU", "CPU (chosen)", ""},
		{RunsOn{Images: cpu, Text: cpu, PassedOver: []string{"a: b", "c: d"}}, "CPU", "CPU", "Passed over: a: b; c: d"},
		{RunsOn{Images: card, Text: card, PassedOver: []string{"a: b"}}, "AMD Radeon 780M", card.String(), card.Why + ". Passed over: a: b"},
		{RunsOn{}, "", "not known yet", ""},
	} {
		if c.r.short() != c.short || c.r.String() != c.long || c.r.why() != c.why {
			t.Errorf("%+v: %q, %q, %q", c.r, c.r.short(), c.r.String(), c.r.why())
		}
	}
	for tower, want := range map[string]string{imageTower: "34.1 photos/s", textTower: "29.3 ms a description"} {
		if got := rate(tower, 34.1234); got != want {
			t.Errorf("%s: %q", tower, got)
		}
	}
	for x, want := range map[float64]string{0.5126: "0.513", 9.999: "10", 21: "21", 99.96: "100", 100.4: "100", 2012.7: "2,013"} {
		if got := threeDigits(x); got != want {
			t.Errorf("%v: %q, want %q", x, got, want)
		}
	}
}

package models

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
	"descry/app/message"
	"descry/app/notice"
	"descry/internal/softvulkan"
	"descry/ml/adapter"
	"descry/ml/speeds"
)

// choosing is a model of the fixtures whose device is left to the program, in a process
// whose drivers tell of the given adapters.
func choosing(t *testing.T, e *Manager, list AdapterList) *Encoder {
	t.Helper()
	e.Adapters.When = time.Time{}
	e.Adapters.Ask = func(_ context.Context, _ string, answer any) error {
		*answer.(*AdapterList) = list
		return nil
	}
	id := importPair(t, e, "vision-openai-fp16", "text-llama3-8b-like")
	pack, err := e.Packs.Open(id)
	if err != nil {
		t.Fatal(err)
	}
	return e.ModelOf(pack)
}

// encodeOne has the indexer's encoder look at a blank picture.
func encodeOne(t *testing.T, m *Encoder, many bool) {
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

func says(t *testing.T, m *Encoder) RunsOn {
	t.Helper()
	r, err := m.RunsOn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// swiftShader is the adapter of software Vulkan as its driver tells of it, but called a
// card.
func swiftShader(t *testing.T, e *Manager) adapter.Adapter {
	t.Helper()
	apptest.WithSoftwareVulkan(t)
	list, err := e.Adapters.Get(t.Context())
	if err != nil || len(list.Adapters) != 1 {
		t.Fatal(list, err)
	}
	a := list.Adapters[0]
	a.Kind = adapter.Integrated
	return a
}

// keyOfCard is what a measurement of a model on a card is remembered under.
func keyOfCard(t *testing.T, m *Encoder, a adapter.Adapter, tower string) speeds.Key {
	t.Helper()
	if _, err := m.open(); err != nil {
		t.Fatal(err)
	}
	rt, err := m.runtime.get()
	if err != nil {
		t.Fatal(err)
	}
	return speeds.Key{Card: a.Key(), Model: m.Pack.ID, Tower: tower, Runtime: rt.Version()}
}

// TestCardRemembered: a card that was faster for photos and slower for text at an earlier
// start gets the one and not the other, from the first photo on.
func TestCardRemembered(t *testing.T) {
	e := openManager(t)
	card := swiftShader(t, e)
	m := choosing(t, e, AdapterList{Adapters: []adapter.Adapter{card}})
	for tower, r := range map[string]speeds.Result{imageTower: {OnCard: 34, OnCPU: 21}, textTower: {OnCard: 10, OnCPU: 100}} {
		r.When = time.Now()
		if err := e.Speeds.Put(keyOfCard(t, m, card, tower), r); err != nil {
			t.Fatal(err)
		}
	}
	encodeOne(t, m, true)
	if _, _, err := m.EncodeText(t.Context(), "a dog"); err != nil {
		t.Fatal(err)
	}
	if got, want := worded(says(t, m).Says()), "photos on SwiftShader Device (measured 34 photos/s, CPU 21), "+
		"text on CPU (measured 10 ms a description, SwiftShader Device 100 ms)"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got := worded(m.Device()); got != "SwiftShader Device, text on CPU" {
		t.Errorf("the status bar says %q", got)
	}
	if o := m.imagesOnCard(); o == nil || o.ImageDevice() != "WebGPU" || m.choiceNow().cpu.ImageDevice() != "" {
		t.Error("the photo was not encoded on the card")
	}
	// Another choice of the user's ends it, and back again the card is taken again.
	for _, c := range []struct{ setting, device string }{{"cpu", "CPU"}, {"auto", "SwiftShader Device, text on CPU"}} {
		if err := m.apply(t.Context(), config.Settings{Device: c.setting}); err != nil {
			t.Fatal(err)
		}
		encodeOne(t, m, true)
		if got := worded(m.Device()); got != c.device {
			t.Errorf("%s: %q, want %q", c.setting, got, c.device)
		}
	}
}

// TestTextOnTheCard: a card that was faster for text and slower for photos at an earlier
// start, as it is with the text tower of an LLM2CLIP model, gets the one and not the other,
// from the first search on.
func TestTextOnTheCard(t *testing.T) {
	apptest.WholeRunsOnly(t)
	e := openManager(t)
	card := swiftShader(t, e)
	m := choosing(t, e, AdapterList{Adapters: []adapter.Adapter{card}})
	for tower, r := range map[string]speeds.Result{imageTower: {OnCard: 10, OnCPU: 21}, textTower: {OnCard: 50, OnCPU: 10}} {
		r.When = time.Now()
		if err := e.Speeds.Put(keyOfCard(t, m, card, tower), r); err != nil {
			t.Fatal(err)
		}
	}
	// Whether texts are to be on a card is looked up when a model is opened.
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := m.EncodeText(t.Context(), "a dog"); err != nil {
		t.Fatal(err)
	}
	encodeOne(t, m, true)
	if got, want := worded(says(t, m).Says()), "photos on CPU (measured 21 photos/s, SwiftShader Device 10), "+
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
	e := openManager(t)
	card := swiftShader(t, e)
	m := choosing(t, e, AdapterList{Adapters: []adapter.Adapter{card}})
	// What was measured with another driver says nothing of this one.
	old := keyOfCard(t, m, card, imageTower)
	old.Card += " of yesterday"
	if err := e.Speeds.Put(old, speeds.Result{OnCard: 1000, OnCPU: 1, When: time.Now()}); err != nil {
		t.Fatal(err)
	}
	encodeOne(t, m, false)
	if got := says(t, m); got.Images.Device != "CPU" || !strings.Contains(worded(got.Images.Why), "is measured when photos are indexed") {
		t.Errorf("before many photos: %v", got)
	}
	encodeOne(t, m, true) // on the CPU, while the card is measured
	apptest.Eventually(t, "the card is measured", func() bool {
		_, known := e.Speeds.Find(keyOfCard(t, m, card, imageTower))
		return known
	})
	if _, _, err := m.EncodeText(t.Context(), "a dog"); err != nil {
		t.Fatal(err)
	}
	m.MeasureText()
	if got := says(t, m); !strings.Contains(worded(got.Text.Why), "after a search") {
		t.Errorf("just after a search: %v", got)
	}
	m.mu.Lock()
	m.lastText = time.Now().Add(-textQuiet - time.Second)
	m.mu.Unlock()
	m.MeasureText()
	apptest.Eventually(t, "the text tower is measured", func() bool {
		_, known := e.Speeds.Find(keyOfCard(t, m, card, textTower))
		return known
	})
	r, _ := e.Speeds.Find(keyOfCard(t, m, card, imageTower))
	got := says(t, m)
	if t.Log(got); !strings.Contains(worded(got.Images.Why), "photos/s") || !strings.Contains(worded(got.Text.Why), "ms a description") || (got.Images.Device == "CPU") == cardFaster(r) {
		t.Errorf("%v of %+v", got, r)
	}
	if err := m.MeasureDevices(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again, _ := e.Speeds.Find(keyOfCard(t, m, card, imageTower)); again.OnCard == r.OnCard {
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
	e := openManager(t)
	m := choosing(t, e, AdapterList{Adapters: []adapter.Adapter{apptest.Radeon}})
	for range 2 { // starts
		encodeOne(t, m, true)
		apptest.Eventually(t, "the card has failed", func() bool { return says(t, m).Images.Why.Kind == "device-passed-over" })
		got := says(t, m).Images
		if t.Log(got); got.Device != "CPU" || !strings.HasPrefix(worded(got.Why), "AMD Radeon 780M was passed over: ") || !strings.HasSuffix(worded(got.Why), "tried again at the next start") {
			t.Errorf("%+v", got)
		}
		if _, known := e.Speeds.Find(keyOfCard(t, m, apptest.Radeon, imageTower)); known {
			t.Error("it is remembered that the card failed")
		}
		encodeOne(t, m, true)
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestMeasuringWaits: a card isn't measured while indexing on it would wait for the mains;
// it is once the user changes that.
func TestMeasuringWaits(t *testing.T) {
	e := openManager(t)
	if err := e.SetCardUse(CardUse{Share: 100, OnBattery: BatteryPause}); err != nil {
		t.Fatal(err)
	}
	card := apptest.Radeon
	card.ICD = filepath.Join(t.TempDir(), "none.json") // whatever this machine has
	m := choosing(t, e, AdapterList{Adapters: []adapter.Adapter{card}})
	m.Battery = func() bool { return true }
	waits := notice.New("device-waits-for-mains", notice.Params{"Card": "AMD Radeon 780M"})
	encodeOne(t, m, true)
	apptest.Eventually(t, "the measurement waits", func() bool { return says(t, m).Images.Why.Same(waits) })
	encodeOne(t, m, true) // on the CPU, and tries again
	apptest.Eventually(t, "trying again has ended", func() bool { return !m.choiceNow().measuring() })
	if got := says(t, m); !got.Images.same(TowerUse{"CPU", waits}) || !m.Notice().IsZero() {
		t.Errorf("%v, notice %q", got, m.Notice())
	}
	m.lastText = time.Now().Add(-textQuiet - time.Second)
	m.MeasureText()
	apptest.Eventually(t, "the text waits, too", func() bool { return says(t, m).Text.Why.Same(waits) })
	if err := e.SetCardUse(CardUse{Share: 100, OnBattery: BatterySlow}); err != nil {
		t.Fatal(err)
	}
	encodeOne(t, m, true) // the card isn't there, which the measurement finds out
	apptest.Eventually(t, "the card is measured", func() bool { return says(t, m).Images.Why.Kind == "device-passed-over" })
	if want := worded(says(t, m).Images.Why) + "."; worded(m.Notice()) != want {
		t.Errorf("notice %q, want %q", m.Notice(), want)
	}
	if got := message.Sentences(says(t, m).Besides(m.Notice()).Why(), time.Now()); got != "Text: "+worded(waits) {
		t.Errorf("besides the notice: %q", got)
	}
}

// TestNoCardChosen: what is no card, and drivers that crash or hang, leave the CPU.
func TestNoCardChosen(t *testing.T) {
	apptest.WholeRunsOnly(t)
	for name, c := range map[string]struct {
		list      AdapterList
		err       error
		hangs     bool
		why, over string
	}{
		"software":  {list: AdapterList{Adapters: []adapter.Adapter{apptest.Llvmpipe}}, why: "there is no graphics card with a fitting driver", over: "llvmpipe adapter: it computes on the processor, and is used only if it is named"},
		"old card":  {list: AdapterList{Adapters: []adapter.Adapter{apptest.Old}}, why: "there is no graphics card with a fitting driver", over: "Old Card: its driver lacks imageCubeArray"},
		"no loader": {list: AdapterList{Problem: "the Vulkan loader was not found"}, why: "the Vulkan loader was not found"},
		"crash":     {err: errors.New("signal: segmentation fault"), why: "segmentation fault"},
		"hang":      {hangs: true},
	} {
		t.Run(name, func(t *testing.T) {
			e := openManager(t)
			m := choosing(t, e, c.list)
			e.Adapters.Ask = func(ctx context.Context, _ string, answer any) error {
				if c.hangs {
					<-ctx.Done()
					return ctx.Err()
				}
				*answer.(*AdapterList) = c.list
				return c.err
			}
			begun := time.Now()
			encodeOne(t, m, true)
			if took := time.Since(begun); took > adapterPatience-2*time.Second {
				t.Errorf("the first photo took %v", took)
			}
			m.MeasureText()
			got := says(t, m)
			if got.Images.Device != "CPU" || !got.Images.same(got.Text) || !strings.Contains(worded(got.Images.Why), c.why) || (c.over == "") != (len(got.PassedOver) == 0) ||
				c.over != "" && !slices.ContainsFunc(got.PassedOver, func(n notice.Notice) bool { return worded(n) == c.over }) {
				t.Errorf("%v, passed over %q", got, got.PassedOver)
			}
			if err := m.MeasureDevices(t.Context()); !c.hangs && (err == nil || !strings.Contains(message.Explain(err), "nothing to measure")) {
				t.Errorf("measured anew: %v", err)
			}
		})
	}
}

func TestNamedIsNotMeasured(t *testing.T) {
	e := openManager(t)
	m := choosing(t, e, AdapterList{Adapters: []adapter.Adapter{apptest.Radeon}})
	for setting, want := range map[string]string{"cpu": "CPU (chosen)", "webgpu": "AMD Radeon 780M (chosen)", "AMD Radeon 780M": "AMD Radeon 780M (chosen)",
		"Some Other Card": "CPU (Some Other Card can't be used, the CPU is used instead: this machine has no such graphics adapter now)"} {
		if err := m.apply(t.Context(), config.Settings{Device: setting}); err != nil {
			t.Fatal(err)
		}
		if got := worded(says(t, m).Says()); got != want {
			t.Errorf("%s: %q, want %q", setting, got, want)
		}
		if err := m.MeasureDevices(t.Context()); err == nil || !strings.Contains(message.Explain(err), "only the device auto") {
			t.Errorf("%s measured: %v", setting, err)
		}
	}
}

func TestFloat16WhereTheCardHasIt(t *testing.T) {
	p := openManager(t).searching()
	without, software := apptest.Radeon, apptest.Llvmpipe
	without.Name, without.Float16, software.Float16 = "Radeon without", false, true
	list := AdapterList{Adapters: []adapter.Adapter{apptest.Radeon, without, software}}
	for _, a := range list.Adapters {
		if o := modelOptions((config.Settings{}), p, useOn(a, list, nil)); o.Image.Float16 != a.PrefersFloat16() || o.Text.Float16 != a.PrefersFloat16() {
			t.Errorf("%s: %v, %v", a.Name, o.Image.Float16, o.Text.Float16)
		}
	}
}

// worded is a notice as window and commands word it.
func worded(n notice.Notice) string { return message.OfNotice(n, time.Now()) }

func TestRunsOnWords(t *testing.T) {
	cpu, card := TowerUse{Device: "CPU"}, TowerUse{"AMD Radeon 780M", measured(imageTower, 34, "CPU", 21)}
	for _, c := range []struct {
		r                RunsOn
		short, long, why string
	}{
		{RunsOn{Images: cpu, Text: cpu}, "CPU", "CPU", ""},
		{RunsOn{Images: card, Text: cpu}, "AMD Radeon 780M, text on CPU", "photos on AMD Radeon 780M (measured 34 photos/s, CPU 21), text on CPU", "Photos: measured 34 photos/s, CPU 21"},
		{RunsOn{Images: TowerUse{"CPU", chosen}, Text: TowerUse{"CPU", chosen}}, "CPU", "CPU (chosen)", ""},
		{RunsOn{Images: cpu, Text: cpu, PassedOver: []notice.Notice{notice.AsItIs("a: b"), notice.AsItIs("c: d")}}, "CPU", "CPU", "Passed over: a: b; c: d"},
		{RunsOn{Images: card, Text: card, PassedOver: []notice.Notice{notice.AsItIs("a: b")}}, "AMD Radeon 780M", worded(card.Says()), worded(card.Why) + ". Passed over: a: b"},
		{RunsOn{}, "", "not known yet", ""},
	} {
		if short, long, why := worded(c.r.Short()), worded(c.r.Says()), message.Sentences(c.r.Why(), time.Now()); short != c.short || long != c.long || why != c.why {
			t.Errorf("%+v: %q, %q, %q", c.r, short, long, why)
		}
	}
	for tower, want := range map[string]string{imageTower: "measured 34.1 photos/s, CPU 21.5", textTower: "measured 29.3 ms a description, CPU 46.5 ms"} {
		if got := worded(measured(tower, 34.1234, "CPU", 21.5)); got != want {
			t.Errorf("%s: %q", tower, got)
		}
	}
}

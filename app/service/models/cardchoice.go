package models

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"descry/app/config"
	"descry/app/notice"
	"descry/app/problem"
	"descry/internal/throttle"
	"descry/ml/adapter"
	"descry/ml/ort"
	"descry/ml/speeds"
)

// isAutomatic reports that a setting leaves the choice of the device to the program.
func isAutomatic(setting string) bool {
	setting = strings.TrimSpace(setting)
	return setting == "" || strings.EqualFold(setting, "auto")
}

// installed reports that a library beside the runtime is installed for a provider other than
// the CPU. Somebody who installed one wants it used.
func installed(rt *ort.Runtime, providers []ort.Provider) bool {
	for _, p := range providers {
		if p != ort.CPU && rt.Check(p) == nil {
			return true
		}
	}
	return false
}

// The towers of a model, as measurements name them.
const (
	imageTower = "image"
	textTower  = "text"
)

const (
	// lookPatience is how long the first photo waits until the graphics card is known. A
	// search waits as long if its text tower was faster on a card. Then both go on on the CPU.
	lookPatience = 2 * time.Second
	// heldCalls is the weight of all calls that may compute on the CPU at a time.
	heldCalls = 1 << 20
	// textQuiet is how long nobody must have searched before the text tower is measured.
	textQuiet = 5 * time.Second
)

// cardChoice decides for a model whose setting is "auto" which of its towers go to the
// graphics card. Each tower is measured on the card beside the CPU once the tower is needed.
// The image tower is measured when photos are indexed, the text tower when no searches run.
// Until then, and if the card fails or hangs, the CPU computes. Measurements are kept for
// later starts. A failure of a card is not kept.
type cardChoice struct {
	cpu       *ort.Model
	open      func(use DeviceUse, trial bool) (*ort.Model, error)
	adapters  func(context.Context) (AdapterList, error)
	onBattery func() bool
	newPacer  func(s config.Settings, use DeviceUse) *throttle.Throttle
	key       speeds.Key // without card and tower
	store     *speeds.Store
	moved     func()
	log       func(message string, args ...any)

	life   context.Context // of the measurements
	cancel context.CancelFunc
	work   sync.WaitGroup
	gate   *semaphore.Weighted // held by calls of the image tower on the CPU, and by who measures
	looked chan struct{}       // closed once the graphics card is known
	once   sync.Once
	turn   chan struct{} // has one token; its holder may measure

	mu       sync.Mutex
	ended    bool
	settings config.Settings    // for the pacer
	card     adapter.Adapter    // of no name where there is none
	use      DeviceUse          // of the card
	pacer    *throttle.Throttle // of it, nil while there is none
	none     notice.Notice      // why there is no card
	passed   []notice.Notice    // adapters that were passed over, and why
	towers   map[string]*towerChoice
	waiting  bool // the text tower was faster on a card at an earlier start, and waits for the card
}

// towerChoice is what is known of a tower.
type towerChoice struct {
	onCard    *ort.Model // nil: the CPU computes
	result    speeds.Result
	measured  bool
	measuring bool
	held      throttle.Reason // why it isn't being measured yet
	failed    notice.Notice   // why the card can't be used until the next start
}

func newCardChoice(m *Encoder, rt *ort.Runtime, s config.Settings, cpu *ort.Model) *cardChoice {
	c := &cardChoice{
		cpu: cpu, adapters: m.adapters, store: m.speeds,
		key:  speeds.Key{Model: m.Pack.ID, Runtime: rt.Version(), Threads: s.Threads},
		gate: semaphore.NewWeighted(heldCalls), looked: make(chan struct{}), turn: make(chan struct{}, 1),
		towers: map[string]*towerChoice{imageTower: {}, textTower: {}},
		moved:  func() {}, log: func(string, ...any) {},
		onBattery: m.onBattery, newPacer: m.NewPacer, settings: s,
	}
	c.open = func(use DeviceUse, trial bool) (*ort.Model, error) {
		o := modelOptions(s, m.Pack, use)
		o.Trial = trial
		return ort.OpenModel(rt, m.Pack, o)
	}
	if m.onDevice != nil {
		c.moved = m.onDevice
	}
	if m.runtime.Log != nil {
		c.log = m.runtime.Log.Info
	}
	c.life, c.cancel = context.WithCancel(context.Background())
	c.waiting = c.store.Any(c.key.Model, textTower, cardFaster)
	return c
}

// cardFaster reports that a tower is to be on the card.
func cardFaster(r speeds.Result) bool {
	return ort.Comparison{Card: r.OnCard, CPU: r.OnCPU}.CardFaster()
}

func (c *cardChoice) keyOf(tower string) speeds.Key {
	k := c.key
	k.Card, k.Tower = c.card.Key(), tower
	return k
}

// start runs do on a goroutine that ends with the choice.
func (c *cardChoice) start(do func()) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ended {
		c.work.Go(do)
	}
	return !c.ended
}

// look begins once to find out which card there is and how fast it was measured. look does not
// wait.
func (c *cardChoice) look() {
	c.once.Do(func() {
		if !c.start(c.lookNow) {
			close(c.looked)
		}
	})
}

// lookUntil waits for the result of look, at most for patience. An error says that ctx has
// ended.
func (c *cardChoice) lookUntil(ctx context.Context, patience time.Duration) error {
	c.look()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-c.looked:
	case <-timer.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

func (c *cardChoice) lookNow() {
	defer close(c.looked)
	list, err := c.adapters(c.life)
	if c.life.Err() != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	best, found := bestAdapter(list.Adapters, c.onBattery())
	for _, a := range list.Adapters {
		switch {
		case a.Kind == adapter.Software:
			c.passed = append(c.passed, notice.New("adapter-software", notice.Params{"Name": a.Name}))
		case !a.Usable():
			c.passed = append(c.passed, notice.New("adapter-doubted", notice.Params{"Name": a.Name, "Doubt": notice.AsItIs(adapter.Doubt(a, list.Adapters))}))
		case a.Name != best.Name:
			c.passed = append(c.passed, notice.New("adapter-second", notice.Params{"Name": a.Name, "First": best.Name}))
		}
	}
	switch {
	case err != nil:
		c.none = clause(problem.Of(err))
	case !found && list.Problem != "":
		c.none = clause(notice.AsItIs(list.Problem))
	case !found:
		c.none = notice.New("device-no-card", nil)
	}
	if !found {
		return
	}
	c.card = best
	c.use = useOn(best, list, []ort.Provider{ort.WebGPU, ort.CPU})
	c.pacer = c.newPacer(c.settings, c.use)
	for name, t := range c.towers {
		if t.result, t.measured = c.store.Find(c.keyOf(name)); !t.measured || !cardFaster(t.result) {
			continue
		}
		if t.onCard, err = c.open(c.use, false); err != nil {
			t.failed = clause(problem.Of(err))
		}
	}
}

// onCard is the model on the card if the tower is used there, and nil while the tower is used
// on the CPU.
func (c *cardChoice) onCard(tower string) *ort.Model {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.towers[tower].onCard
}

// models are the models on the card.
func (c *cardChoice) models() (all []*ort.Model) {
	for _, tower := range []string{imageTower, textTower} {
		if o := c.onCard(tower); o != nil {
			all = append(all, o)
		}
	}
	return all
}

// measure begins to measure a tower in the background, if there is a card on which the tower's
// speed isn't known. While work on the card would have to wait, no measurement begins. The
// next caller tries again.
func (c *cardChoice) measure(tower string) {
	select {
	case <-c.looked:
	default:
		return
	}
	c.mu.Lock()
	t := c.towers[tower]
	idle := c.card.Name != "" && !t.measured && !t.measuring && t.failed.IsZero() && !c.ended
	if idle {
		t.measuring = true
	}
	pacer := c.pacer
	c.mu.Unlock()
	if idle {
		c.start(func() {
			held := pacer.Held(c.life)
			c.mu.Lock()
			t.measuring, t.held = held == "", held
			c.mu.Unlock()
			if held == "" {
				_ = c.measureNow(c.life, tower) // measureNow logs the error
			}
		})
	}
}

// measuring reports that a tower is being measured.
func (c *cardChoice) measuring() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.towers[imageTower].measuring || c.towers[textTower].measuring
}

// measureNow measures a tower, and moves the tower to where it is faster. A card that fails
// leaves the tower on the CPU until the next start. The error is that of ctx, or says that the
// measurement can't be saved.
func (c *cardChoice) measureNow(ctx context.Context, tower string) error {
	select { // one after the other, since parallel measurements would disturb each other
	case c.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-c.turn }()
	trial, result, err := c.compare(ctx, tower)
	c.mu.Lock()
	t := c.towers[tower]
	t.measuring = false
	if err != nil && ctx.Err() != nil {
		c.mu.Unlock()
		return ctx.Err()
	}
	before, stored := t.onCard, error(nil)
	t.onCard = trial
	if t.failed = (notice.Notice{}); err != nil {
		t.failed = clause(problem.Of(err))
		c.log("a graphics card is passed over", "card", c.card.Name, "tower", tower, "reason", err)
	} else {
		t.result, t.measured = result, true
		stored = c.store.Put(c.keyOf(tower), result)
		c.log("measured", "card", c.card.Name, "tower", tower, "on_card", result.OnCard, "on_cpu", result.OnCPU)
	}
	c.mu.Unlock()
	if before != nil { // a command measured the tower anew, and does nothing else
		stored = errors.Join(stored, before.Close())
	}
	if trial != nil {
		stored = errors.Join(stored, c.releaseCPU(ctx, tower))
	}
	c.moved()
	if stored != nil {
		c.log("what was measured is not remembered", "err", stored)
	}
	return stored
}

// releaseCPU frees a tower of the CPU that the card computes now.
func (c *cardChoice) releaseCPU(ctx context.Context, tower string) error {
	if tower == textTower {
		return c.cpu.ReleaseText(ctx)
	}
	return c.cpu.ReleaseImage(ctx)
}

// compare returns the model on the card if the tower is to be there.
func (c *cardChoice) compare(ctx context.Context, tower string) (*ort.Model, speeds.Result, error) {
	var result speeds.Result
	trial, err := c.open(c.use, true)
	if err != nil {
		return nil, result, err
	}
	var rates ort.Comparison
	if tower == textTower {
		rates, err = ort.CompareTexts(ctx, trial, c.cpu)
	} else {
		rates, err = ort.CompareImages(ctx, trial, c.cpu, c.hold)
	}
	result = speeds.Result{OnCard: rates.Card, OnCPU: rates.CPU, When: time.Now().UTC().Truncate(time.Second)}
	if err != nil || !cardFaster(result) {
		if closing := trial.Close(); closing != nil {
			c.log("a graphics card can't be let go", "err", closing)
		}
		return nil, result, err
	}
	trial.Rely()
	return trial, result, nil
}

// hold waits for the calls of the image tower on the CPU and lets no other begin.
func (c *cardChoice) hold(ctx context.Context) (release func(), err error) {
	if err := c.gate.Acquire(ctx, heldCalls); err != nil {
		return nil, err
	}
	return func() { c.gate.Release(heldCalls) }, nil
}

// measureAnew measures both towers now.
func (c *cardChoice) measureAnew(ctx context.Context) error {
	c.look()
	select {
	case <-c.looked:
	case <-ctx.Done():
		return ctx.Err()
	}
	c.mu.Lock()
	card, none := c.card.Name, c.none
	c.mu.Unlock()
	if card == "" {
		return problem.New("device-nothing-to-measure", notice.Params{"Reason": none})
	}
	return errors.Join(c.measureNow(ctx, imageTower), c.measureNow(ctx, textTower))
}

// end ends all measurements and returns the models on the card, which the caller then owns.
func (c *cardChoice) end() []*ort.Model {
	c.mu.Lock()
	c.ended = true
	c.mu.Unlock()
	c.cancel()
	c.work.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []*ort.Model
	for _, t := range c.towers {
		if t.onCard != nil {
			all, t.onCard = append(all, t.onCard), nil
		}
	}
	return all
}

// failure says for the user which card was tried and given up, the zero Notice if none was.
func (c *cardChoice) failure() notice.Notice {
	if c == nil {
		return notice.Notice{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, tower := range []string{imageTower, textTower} {
		if t := c.towers[tower]; !t.failed.IsZero() {
			return sentenceOf(c.passes(t))
		}
	}
	return notice.Notice{}
}

// passes says why a card is passed over until the next start. The caller holds mu.
func (c *cardChoice) passes(t *towerChoice) notice.Notice {
	return notice.New("device-passed-over", notice.Params{"Card": c.card.Name, "Reason": t.failed})
}

// clause is a notice without the full stop of a text that is told as it is.
func clause(n notice.Notice) notice.Notice {
	if text, ok := n.Params["Text"].(string); ok && n.Same(notice.AsItIs(text)) {
		return notice.AsItIs(strings.TrimSuffix(text, "."))
	}
	return n
}

// choiceNow is the choice of a model that was opened, nil where there is none.
func (m *Encoder) choiceNow() *cardChoice {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.cards
}

// imagesOnCard is the model on a graphics card if the image tower is used there by choice, nil
// otherwise.
func (m *Encoder) imagesOnCard() *ort.Model { return m.choiceNow().onCard(imageTower) }

// forImages is the model whose image tower is to be used for a call. The caller calls done
// after the call. With many photos, a card of unknown speed is measured.
func (m *Encoder) forImages(ctx context.Context, many bool) (o *ort.Model, done func(), err error) {
	if o, err = m.open(); err != nil {
		return nil, nil, err
	}
	c := m.choiceNow()
	if c == nil {
		return o, func() {}, nil
	}
	if err := c.lookUntil(ctx, lookPatience); err != nil {
		return nil, nil, err
	}
	if many {
		c.measure(imageTower)
	}
	if onCard := c.onCard(imageTower); onCard != nil {
		return onCard, func() {}, nil
	}
	if err := c.gate.Acquire(ctx, 1); err != nil { // a measurement may have been waited for
		return nil, nil, err
	}
	if onCard := c.onCard(imageTower); onCard != nil {
		c.gate.Release(1)
		return onCard, func() {}, nil
	}
	return c.cpu, func() { c.gate.Release(1) }, nil
}

// forText is the model whose text tower is to be used for a call.
func (m *Encoder) forText(ctx context.Context) (*ort.Model, error) {
	o, err := m.open()
	if err != nil {
		return nil, err
	}
	c := m.choiceNow()
	if c == nil {
		return o, nil
	}
	if c.waiting {
		if err := c.lookUntil(ctx, lookPatience); err != nil {
			return nil, err
		}
	}
	if onCard := c.onCard(textTower); onCard != nil {
		return onCard, nil
	}
	return c.cpu, nil
}

// MeasureText has the text tower measured once the searches have rested for a while.
func (m *Encoder) MeasureText() {
	m.mu.Lock()
	c, rests := m.cards, !m.lastText.IsZero() && time.Since(m.lastText) > textQuiet
	m.mu.Unlock()
	if c != nil && rests {
		c.look()
		c.measure(textTower)
	}
}

// BulkVision is vision for many photos, for which a graphics card is worth measuring.
func (m *Encoder) BulkVision() (*imageEncoder, error) {
	enc, err := m.Vision()
	if err != nil {
		return nil, err
	}
	enc.bulk = true
	return enc, nil
}

// MeasureDevices measures the graphics card anew.
func (m *Encoder) MeasureDevices(ctx context.Context) error {
	if _, err := m.open(); err != nil {
		return err
	}
	m.mu.Lock()
	c, setting := m.cards, m.settings.Device
	m.mu.Unlock()
	switch {
	case c == nil && !isAutomatic(setting):
		return problem.Usage("cards-measured-by-auto", notice.Params{"Device": setting})
	case c == nil:
		return problem.New("cards-runtime-part", nil)
	}
	return c.measureAnew(ctx)
}

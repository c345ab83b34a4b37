package models

import (
	"context"
	"errors"
	"fmt"
	"image"
	"reflect"
	"sync"
	"time"

	"descry/app/config"
	"descry/app/notice"
	"descry/internal/throttle"
	"descry/ml"
	"descry/ml/ort"
	"descry/ml/speeds"
)

// Encoder is a pack at work. Each tower is loaded when first needed and freed when it was not
// used for a while. A window that only browses needs neither tower, and a finished index not
// the vision tower.
type Encoder struct {
	Pack    *ml.Pack
	runtime *onnxRuntime
	back    func() string // id of the model to go back to if this one is broken, "" for none; may be nil
	// adapters lists the adapters, and is called only if the settings need them.
	adapters func(context.Context) (AdapterList, error)
	speeds   *speeds.Store // earlier measurements; nil: the setting "auto" measures nothing
	onDevice func()        // called when a tower moved to another device; may be nil
	Battery  func() bool   // reports that the machine runs on battery; nil: the system is asked

	mu       sync.Mutex
	settings config.Settings
	opened   *ort.Model
	pacer    *throttle.Throttle // of bulk work on a graphics card, nil where opened has none
	use      DeviceUse          // that the open model was opened with
	cards    *cardChoice        // of the towers' devices, nil where the settings leave none
	former   []*ort.Model       // models opened with earlier settings, which calls under way may still use
	lastText time.Time          // when the text tower was last used
}

// open starts the runtime once.
func (m *Encoder) open() (*ort.Model, error) {
	for {
		m.mu.Lock()
		opened, settings := m.opened, m.settings
		m.mu.Unlock()
		if opened != nil {
			return opened, nil
		}
		// UseOf runs without the lock, which the status bar takes, too, because drivers may
		// take long.
		use, err := UseOf(settings.Device, m.onBattery(), func() (AdapterList, error) { return m.adapters(context.Background()) })
		if err != nil {
			return nil, fmt.Errorf("settings: device: %w", err)
		}
		if opened, err := m.openWith(settings, use); opened != nil || err != nil {
			return opened, err
		}
	}
}

// openWith opens the model for a use of settings. If the settings have changed meanwhile,
// openWith returns nil.
func (m *Encoder) openWith(settings config.Settings, use DeviceUse) (*ort.Model, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.opened != nil || !reflect.DeepEqual(m.settings, settings) {
		return m.opened, nil
	}
	rt, err := m.runtime.get()
	if err != nil {
		return nil, err
	}
	if m.opened, err = ort.OpenModel(rt, m.Pack, modelOptions(settings, m.Pack, use)); err != nil {
		return nil, err
	}
	m.use, m.pacer = use, m.NewPacer(settings, use)
	if m.speeds != nil && isAutomatic(settings.Device) && !installed(rt, use.Providers) {
		m.cards = newCardChoice(m, rt, settings, m.opened)
	}
	return m.opened, nil
}

// apply makes later calls use other settings.
func (m *Encoder) apply(ctx context.Context, s config.Settings) error {
	m.mu.Lock()
	old, choice := m.opened, m.cards
	if m.settings = s; old != nil {
		m.opened, m.cards, m.former = nil, nil, append(m.former, old)
	}
	m.mu.Unlock()
	if old == nil {
		return nil
	}
	if choice != nil {
		onCard := choice.end()
		m.mu.Lock()
		m.former = append(m.former, onCard...)
		m.mu.Unlock()
		for _, o := range onCard {
			if err := errors.Join(o.ReleaseText(ctx), o.ReleaseImage(ctx)); err != nil {
				return err
			}
		}
	}
	// The old model is released and not closed. A call under way would fail on a closed one. A
	// late call loads the tower once more.
	return errors.Join(old.ReleaseText(ctx), old.ReleaseImage(ctx))
}

// EncodeText gives the text tower's vector of a text, and tells what the tower saw of the text.
func (m *Encoder) EncodeText(ctx context.Context, text string) ([]float32, ort.TextInfo, error) {
	o, err := m.forText(ctx)
	if err != nil {
		return nil, ort.TextInfo{}, err
	}
	m.mu.Lock()
	m.lastText = time.Now()
	m.mu.Unlock()
	v, info, err := o.EncodeText(ctx, text)
	return v, info, m.broken(ctx, "text", err)
}

// LoadText loads the text tower for a text that will come soon.
func (m *Encoder) LoadText(ctx context.Context) error {
	o, err := m.forText(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	m.lastText = time.Now()
	m.mu.Unlock()
	_, err = o.Text(ctx)
	return m.broken(ctx, "text", err)
}

// textIdle is how long the text tower stays loaded after a search. The time is long enough for
// a search that the user thinks over, since a large tower takes a second to load.
const textIdle = 3 * time.Minute

// ReleaseText frees the text tower if it has not been used for a while.
func (m *Encoder) ReleaseText(ctx context.Context) error {
	m.mu.Lock()
	idle := !m.lastText.IsZero() && time.Since(m.lastText) > textIdle
	if idle {
		m.lastText = time.Time{}
	}
	m.mu.Unlock()
	if !idle {
		return nil
	}
	var errs []error
	for _, o := range m.inUseNow() {
		errs = append(errs, o.ReleaseText(ctx))
	}
	return errors.Join(errs...)
}

// ReleaseImages frees the vision tower until the next photo.
func (m *Encoder) ReleaseImages(ctx context.Context) error {
	var errs []error
	for _, o := range m.inUseNow() {
		errs = append(errs, o.ReleaseImage(ctx))
	}
	return errors.Join(errs...)
}

// Release frees both towers until they are needed again.
func (m *Encoder) Release(ctx context.Context) error {
	var errs []error
	for _, o := range m.inUseNow() {
		errs = append(errs, o.ReleaseText(ctx), o.ReleaseImage(ctx))
	}
	return errors.Join(errs...)
}

// inUseNow are the open model and the models on a graphics card.
func (m *Encoder) inUseNow() []*ort.Model {
	m.mu.Lock()
	opened, choice := m.opened, m.cards
	m.mu.Unlock()
	if opened == nil {
		return nil
	}
	return append(choice.models(), opened)
}

// Vision is the vision tower as an index.Encoder. The tower is loaded with the first photo. A
// missing runtime library is an error at once.
func (m *Encoder) Vision() (*imageEncoder, error) {
	o, err := m.open()
	if err != nil {
		return nil, err
	}
	return &imageEncoder{model: m, Pre: o.Preprocessor(), parallel: o.Parallel()}, nil
}

// Notice is what the user should know about the device, the zero Notice usually.
func (m *Encoder) Notice() notice.Notice {
	o, use := m.OpenedWith()
	if o == nil {
		return notice.Notice{}
	}
	all := []notice.Notice{m.waits(), use.problem, runtimeSays(o.Notice())}
	for _, onCard := range m.inUseNow() {
		all = append(all, runtimeSays(onCard.Notice()))
	}
	for _, n := range append(all, m.choiceNow().failure()) {
		if !n.IsZero() {
			return n
		}
	}
	return notice.Notice{}
}

// OpenedWith is the open model, nil if none is, and what it was opened with.
func (m *Encoder) OpenedWith() (*ort.Model, DeviceUse) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.opened, m.use
}

// Close ends the sessions.
func (m *Encoder) Close() error {
	m.mu.Lock()
	all, choice := append(m.former, m.opened), m.cards
	m.opened, m.cards, m.former = nil, nil, nil
	m.mu.Unlock()
	if choice != nil {
		all = append(all, choice.end()...)
	}
	var errs []error
	for _, o := range all {
		if o != nil {
			errs = append(errs, o.Close())
		}
	}
	return errors.Join(errs...)
}

// imageEncoder adapts a vision tower to the indexer.
type imageEncoder struct {
	model    *Encoder
	Pre      *ml.Preprocessor
	parallel int  // before the device of the tower is known
	bulk     bool // many photos will come: a graphics card is worth a measurement, and other programs go first on the card
}

// Model implements index.Encoder.
func (e *imageEncoder) Model() string { return e.model.Pack.ID }

// MinSide implements index.Encoder. MinSide is twice the encoder's size, so that the reduced
// decode costs the resize nothing.
func (e *imageEncoder) MinSide() int { return 2 * e.Pre.Size() }

// Parallel implements index.Encoder.
func (e *imageEncoder) Parallel() int {
	if o := e.model.imagesOnCard(); o != nil {
		return o.Parallel()
	}
	return e.parallel
}

// Batch implements index.Encoder. The batch shrinks when a graphics card's memory turns out to
// be small.
func (e *imageEncoder) Batch() int {
	if o := e.model.imagesOnCard(); o != nil {
		return o.Batch()
	}
	if o, _ := e.model.OpenedWith(); o != nil {
		return o.Batch()
	}
	return 1
}

// Prepare implements index.Encoder.
func (e *imageEncoder) Prepare(img *image.NRGBA) ([]float32, error) {
	t := make([]float32, e.Pre.TensorLen())
	return t, e.Pre.Tensor(t, img)
}

// Encode implements index.Encoder.
func (e *imageEncoder) Encode(ctx context.Context, inputs [][]float32) ([][]float32, error) {
	o, done, err := e.model.forImages(ctx, e.bulk)
	if err != nil {
		return nil, err
	}
	defer done()
	var vectors [][]float32
	encode := func() (err error) {
		vectors, err = o.EncodePictures(ctx, inputs)
		return err
	}
	if e.bulk {
		err = e.model.pace(ctx, o, encode)
	} else {
		err = encode()
	}
	return vectors, e.model.broken(ctx, "image", err)
}

package ui

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	appnotice "descry/app/notice"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/app/service/models"
	"descry/library"
	"descry/library/annotation"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/learn/learntest"
	"descry/ui/sidebar"
	"descry/ui/theme"
)

var updateGoldens = flag.Bool("update", false, "write the golden pictures of the views anew")

// Places of the pictures, from the folder of the package.
const (
	goldenDir  = "testdata/goldens"
	failureDir = "../build/goldens" // what differs is written here
)

// TestMain has the tests draw text with the fonts that go.mod pins alone. Fyne looks for
// what those lack in the fonts of the system, once in the life of a process, and gives up
// where it finds no folder for the list of them.
func TestMain(m *testing.M) {
	set := map[string]string{}
	for _, name := range []string{"FYNE_FONT", "FYNE_FONT_MONOSPACE", "FYNE_FONT_SYMBOL", "HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		if value, ok := os.LookupEnv(name); ok {
			set[name] = value
			_ = os.Unsetenv(name)
		}
	}
	test.NewApp()
	fyne.MeasureText("✓", theme.Unit, fyne.TextStyle{})
	for name, value := range set {
		if !strings.HasPrefix(name, "FYNE_") {
			_ = os.Setenv(name, value)
		}
	}
	os.Exit(m.Run())
}

// TestGoldenViews draws each view in both themes and compares it with the picture of it
// in testdata/goldens. After a change that is wanted, the pictures are made anew by
//
//	go test ./ui -run Golden -update
//
// and looked at before they are committed.
func TestGoldenViews(t *testing.T) {
	if theme.New(theme.Dark).Font(fyne.TextStyle{}) != fynetheme.DefaultTextFont() {
		t.Fatal("the pictures are drawn with another font than Fyne's own, which go.mod pins")
	}
	if testing.Short() && raced() {
		t.Skip("no window does here what it doesn't in other tests, and the race detector takes minutes to draw; without it this runs in full")
	}
	for _, v := range goldenViews() {
		for _, variant := range []string{theme.Dark, theme.Light} {
			t.Run(v.name+"-"+variant, func(t *testing.T) {
				u := newUser(t, v.backend(), variant)
				v.open(u)
				u.expectGolden(v.name + "-" + variant)
			})
		}
	}
}

// raced reports whether the test is built with the race detector.
func raced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// goldenView is a view with what a user does to see it.
type goldenView struct {
	name    string
	backend func() *fakeBackend
	open    func(u *user)
}

func goldenViews() []goldenView {
	return []goldenView{
		{"photos", goldenLibrary, func(u *user) { u.wait("May 2024", "24 photos") }},
		{"search", goldenLibrary, func(u *user) { u.find("tag:beach camera:canon two dogs in the snow") }},
		{"completions", goldenLibrary, func(u *user) {
			u.typed("dog camera:")
			u.reads("Canon EOS 5D")
		}},
		{"nothing-found", goldenLibrary, func(u *user) {
			u.b.OnSearch = func(context.Context, service.Ask) (service.Answer, error) { return service.Answer{Ranked: true}, nil }
			u.typed("tag:beach camera:canon a green elephant ")
			u.press(fyne.KeyReturn)
			u.wait("No photo matches")
		}},
		{"filters", goldenLibrary, func(u *user) {
			u.tap("Filter")
			u.wait("Near the selected photo")
		}},
		{"menu", goldenLibrary, func(u *user) {
			test.Tap(u.menuButton(u.t))
			u.wait("Keyboard shortcuts")
		}},
		{"details", goldenLibrary, func(u *user) {
			u.choose()
			u.runes("i")
			u.reads("bella.jpg", "Canon EOS 5D Mark IV", "animals/dogs", "Asleep on the old sofa")
		}},
		{"why", goldenLibrary, func(u *user) {
			u.find("two dogs in the snow -people")
			u.choose()
			u.runes("i")
			u.reads("in the snow")
			u.wait("Why this photo")
		}},
		{"viewer", goldenLibrary, func(u *user) {
			u.choose()
			u.press(fyne.KeyReturn)
			u.reads("bella.jpg")
		}},
		{"models", goldenModels, func(u *user) {
			u.press(fyne.KeyF6)
			u.reads("Multilingual pair", "A small pair")
		}},
		{"learn", goldenLearn, func(u *user) {
			u.press(fyne.KeyF7)
			u.wait("Learn from")
		}},
		{"versions", goldenLearn, func(u *user) {
			u.press(fyne.KeyF7)
			u.wait("Versions  2")
			u.tap("Versions  2")
			u.reads("240")
		}},
		{"tags", goldenLibrary, func(u *user) {
			u.choose()
			u.runes("t")
			u.reads("animals/dogs")
		}},
		{"import", goldenLibrary, func(u *user) {
			u.tapMenu(u.t, "Import tags…")
			u.reads("vacation")
		}},
		{"help", goldenLibrary, func(u *user) {
			u.choose()
			u.runes("?")
			u.wait("Describe what to find")
		}},
		{"language", goldenLibrary, func(u *user) { u.tapMenu(u.t, "How to search") }},
		{"history", goldenHistory, func(u *user) {
			u.tapMenu(u.t, "History…")
			u.reads("Bella” on 3")
		}},
		{"problems", goldenProblems, func(u *user) {
			u.tapMenu(u.t, "Files with problems…")
			u.wait("Raw files without a preview")
		}},
		{"backup", goldenLibrary, func(u *user) {
			u.tapMenu(u.t, "Back up…")
			u.wait("Back up")
		}},
		{"restore", goldenLibrary, func(u *user) {
			u.tapMenu(u.t, "Restore…")
			u.wait("Keep what the backup doesn't mention")
		}},
		{"about", goldenLibrary, func(u *user) {
			u.tapMenu(u.t, "About Descry")
			u.wait("Version")
		}},
		{"empty", func() *fakeBackend { return &fakeBackend{suggested: "/home/ann/Pictures"} }, func(u *user) {
			u.wait("Choose a photo folder")
		}},
		{"offline", goldenOffline, func(u *user) { u.wait("offline since") }},
	}
}

// goldenLibrary is a library of 24 photos from three months, with tags, saved searches
// and a folder below another.
func goldenLibrary() *fakeBackend {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800, SidebarShown: true, SidebarWidth: 232, Side: sidebar.Branches{
		Folders: []library.Scope{{Folder: 1}}, Tags: []string{"animals"},
		Headings: map[string]bool{"folders": true, "searches": true, "tags": true},
	}}
	b.status = func() service.Status {
		return service.Status{Photos: 24, Problems: 2, Model: "Starter model", Device: appnotice.AsItIs("CPU")}
	}
	b.folders = func() ([]library.Folder, error) {
		return []library.Folder{
			{ID: 1, Path: "/home/ann/Pictures", LastScan: thursday, Counts: library.Counts{Photos: 18, Indexed: 18}},
			{ID: 2, Path: "/media/drive/Norway trip", LastScan: thursday, Counts: library.Counts{Photos: 6, Indexed: 6}},
		}, nil
	}
	b.subfolders = func(id library.FolderID) ([]library.Subfolder, error) {
		if id != 1 {
			return nil, nil
		}
		return []library.Subfolder{{Rel: "2023", Photos: 7}, {Rel: "2024", Photos: 11}}, nil
	}
	b.OnTiles = func(context.Context, library.Scope, library.Sort) ([]library.Tile, error) {
		return goldenTiles(24), nil
	}
	b.OnSearch = func(context.Context, service.Ask) (service.Answer, error) {
		return service.Answer{Tiles: goldenTiles(11), Ranked: true, Good: 7, Maybe: 4, Left: 13}, nil
	}
	b.OnPhoto = func(id library.PhotoID) (library.Photo, error) {
		caption := "Asleep on the old sofa"
		return library.Photo{
			ID: id, Format: "jpeg", Bytes: 4_200_000, Width: 6000, Height: 4000, Rating: 4,
			Captured: library.CaptureTime{Local: thursday, HasOffset: true, Offset: 7200},
			Camera:   library.Camera{Make: "Canon", Model: "Canon EOS 5D Mark IV", Lens: "EF 50mm f/1.8 STM", ISO: 400, FNumber: 2.8, ExposureSeconds: 0.004, FocalLength: 50},
			GPS:      &library.Position{Latitude: 59.91, Longitude: 10.75}, OwnCaption: &caption, Keywords: []string{"vacation"},
			Files: []library.FileRef{{Path: "/home/ann/Pictures/2024/bella.jpg", Online: true}},
		}, nil
	}
	b.why = func(ask service.Ask, _ library.PhotoID) (service.Why, error) {
		if ask.Query.Source == "" {
			return service.Why{}, nil
		}
		return service.Why{Match: library.Good, Written: []service.Mention{{Where: service.InTag, Text: "animals/dogs"}, {Where: service.InFileName, Text: "dog on a beach"}}, Parts: []service.Part{
			{Text: "two dogs", Strength: 0.9, Match: library.Good},
			{Text: "in the snow", Strength: 0.55},
			{Text: "people", Negative: true, Strength: 0.2, Match: library.Weak},
		}}, nil
	}
	b.OnFacets = func(f library.Facet, _ string) ([]library.FacetValue, error) {
		if f != library.FacetCamera {
			return []library.FacetValue{{Value: "beach", Photos: 12}}, nil
		}
		return []library.FacetValue{{Value: "Canon EOS 5D", Photos: 1240}, {Value: "Nikon D1X", Photos: 36}}, nil
	}
	b.Searches = []library.SavedSearch{{ID: 1, Name: "Dogs in snow", Query: "two dogs in the snow"}}
	b.own = map[library.PhotoID][]library.Tag{}
	b.filed = map[library.PhotoID][]library.Tag{}
	b.captions = map[library.PhotoID]string{}
	for _, tile := range goldenTiles(24) {
		b.own[tile.ID] = []library.Tag{tag("Bella"), tag("animals/dogs")}
		b.filed[tile.ID] = []library.Tag{tag("vacation")}
		b.captions[tile.ID] = "Asleep on the old sofa"
	}
	b.own[1] = append(b.own[1], person("Anna"), tag("beach"))
	b.offers = []library.ImportOffer{
		{Source: library.OfferCaptions, Photos: 4, Sample: "At the sea"},
		{Source: library.OfferKeywords, Tag: tag("vacation"), Photos: 24},
		{Source: library.OfferPeople, Tag: person("Anna"), Photos: 2},
		{Source: library.OfferFolders, Tag: tag("Norway trip"), Photos: 6, Sample: "/media/drive/Norway trip"},
	}
	b.compareBackup = func(string) (service.BackupChanges, error) {
		return service.BackupChanges{Made: thursday, Kinds: []annotation.KindDifference{{Kind: annotation.Tag, Added: 12, TakenBack: 3}, {Kind: annotation.Caption, Changed: 1}}, Photos: 14, Waiting: 2}, nil
	}
	b.backups = []service.Backup{{Path: "/home/ann/copies/1.jsonl.gz", Made: thursday}}
	return b
}

// goldenModels is the library with three models and one that can be downloaded.
func goldenModels() *fakeBackend {
	b := goldenLibrary()
	b.models = func() (models.Page, error) {
		return models.Page{
			Device: "Automatic", Devices: []string{"Automatic", "CPU"}, RunsOn: appnotice.AsItIs("CPU"), Folder: "/home/ann/models",
			DeviceWhy: []appnotice.Notice{appnotice.AsItIs("photos: measured 34 photos/s, CPU 21")}, Card: &models.CardUse{Share: 30, OnBattery: models.BatterySlow, HasBattery: true},
			Models: []models.Model{
				{ID: "starter", Name: "Starter model", Description: "Small and quick", Licence: "MIT", BuiltIn: true, Active: true,
					Vectors: 24, Photos: 24, VectorBytes: 37_000, ImagesPerSecond: 34, TextMillis: 3.2, Dim: 512, ImageSize: 224, MaxTokens: 64,
					Measured: []models.Measure{{Set: "Flickr30k", Images: 1000, R1: 61.2, R5: 84.1, R10: 90.3}}},
				{ID: "pair", Name: "Multilingual pair", Licence: "Apache-2.0", Languages: []string{"en", "de", "no"},
					Path: "/home/ann/models/pair", Bytes: 1_640_000_000, Photos: 24, Vectors: 12, VectorBytes: 47_000, Dim: 1152, ImageSize: 384, MaxTokens: 256},
				{ID: "broken", Name: "Broken model", Path: "/home/ann/models/broken", Bytes: 2_000_000, Photos: 24, Problem: errors.New("the file text.onnx was changed")},
			},
			Offers: []models.Offer{{ID: "small", Name: "A small pair", Headline: "Twice as quick", Note: "For computers without a graphics card.",
				Bytes: 570_000_000, Pages: []string{"https://example.org/a/b"}, Partial: 310_000_000}},
		}, nil
	}
	return b
}

// goldenLearn is the library with tags to learn from and two versions that were learned.
func goldenLearn() *fakeBackend {
	b := goldenLibrary()
	b.OnLearn = func() (learning.Page, error) {
		return learning.Page{
			Model: "Starter model", Captions: 30, Feedback: 4, Enough: 16,
			Tags: []learning.TagExamples{
				{Tag: tag("Bella"), Examples: 20, Not: 2, Ready: true, Shown: goldenTiles(3)},
				{Tag: tag("beach"), Examples: 12, Ready: true, Shown: goldenTiles(2)},
				{Tag: tag("boats"), Examples: 3, Advice: learning.TagAdvice(3)},
			},
			Heads: []learning.Head{
				{ID: "two", Created: thursday.Add(-time.Hour), Note: "12 tags, 240 photos, 30 captions", Model: "Starter model", Fits: true, Bytes: 412_000, Report: learntest.HeadReport()},
				{ID: "one", Created: thursday.Add(-72 * time.Hour), Note: "9 tags, 110 photos", Model: "Another model", Bytes: 380_000, Problem: errors.New("it belongs to another model")},
			},
			Used: "two", CanRollBack: true,
			Suggested: []library.TagCount{{Tag: tag("Bella"), Photos: 7}},
			Named:     []library.NamedConcept{{Tag: tag("Bella"), Noun: "dog", Photos: []library.PhotoID{1, 2, 3}}},
		}, nil
	}
	return b
}

// goldenHistory is the library after three changes.
func goldenHistory() *fakeBackend {
	b := goldenLibrary()
	for _, what := range []appnotice.Kind{"caption of 1 photo", "tag “Bella” on 3 photos", "search “Dogs in snow”"} {
		b.fakeHistory.done = append(b.fakeHistory.done, fakeStep{Change: service.Change{
			ID: int64(len(b.fakeHistory.done) + 1), Label: appnotice.Notice{Kind: what}, What: appnotice.Notice{Kind: what},
			At: thursday.Add(time.Duration(len(b.fakeHistory.done)-9) * 7 * time.Minute),
		}})
	}
	return b
}

// goldenProblems is the library with files that can't be read.
func goldenProblems() *fakeBackend {
	b := goldenLibrary()
	b.problems = func() ([]library.Problem, error) {
		var list []library.Problem
		for i, reason := range []string{"there is no preview in the file", "the AVIF data is damaged", "there is no preview in the file", "open: permission denied"} {
			list = append(list, library.Problem{File: library.FileID(i + 1), Path: fmt.Sprintf("/home/ann/Pictures/%d.dng", i+1), Reason: reason, Since: thursday, Ignored: i == 1})
		}
		return list, nil
	}
	return b
}

// goldenOffline is the library while it is indexed, with a drive that is unplugged.
func goldenOffline() *fakeBackend {
	b := goldenLibrary()
	folders := b.folders
	b.folders = func() ([]library.Folder, error) {
		list, err := folders()
		list[0].Counts.Pending = 1200
		list[1].OfflineSince = thursday.Add(-26 * time.Hour)
		return list, err
	}
	b.status = func() service.Status {
		return service.Status{Phase: service.Indexing, Done: 340, Total: 1540, PerSecond: 12, SecondsTo: 100, Photos: 24, Problems: 2, Model: "Starter model", Device: appnotice.AsItIs("CPU")}
	}
	return b
}

// goldenTiles are the first n photos, newest first. The picture of a photo hangs on its
// number, and a tile's own colour is none of the picture's.
func goldenTiles(n int) []library.Tile {
	sizes := [][2]int32{{6000, 4000}, {4000, 6000}, {4000, 3000}, {3000, 3000}}
	tiles := make([]library.Tile, n)
	for i := range tiles {
		id := library.PhotoID(i + 1)
		size := sizes[i%len(sizes)]
		tiles[i] = library.Tile{
			ID: id, Width: size[0], Height: size[1], Colour: [3]uint8{200, 0, 200}, Score: 1 - float32(i)/100,
			Date: thursday.Add(-time.Duration(i) * 70 * time.Hour).Unix(),
		}
	}
	return tiles
}

// goldenPicture is a landscape of three plain colours in the shape of a photo, longer
// being the pixels of its longer side.
func goldenPicture(id library.PhotoID, longer int) image.Image {
	tile := goldenTiles(int(id))[id-1]
	most := max(tile.Width, tile.Height)
	r := image.Rect(0, 0, int(tile.Width)*longer/int(most), int(tile.Height)*longer/int(most))
	sky, ground := color.RGBA{120, 170, 210, 255}, color.RGBA{70, 110, 60, 255}
	if id%3 == 0 {
		sky, ground = color.RGBA{230, 150, 90, 255}, color.RGBA{60, 60, 90, 255}
	}
	m := image.NewRGBA(r)
	draw.Draw(m, r, image.NewUniform(sky), image.Point{}, draw.Src)
	below := r
	below.Min.Y = r.Max.Y * 5 / 8
	draw.Draw(m, below, image.NewUniform(ground), image.Point{}, draw.Src)
	sun := image.Rect(r.Max.X/8, r.Max.Y/8, r.Max.X/4, r.Max.Y/8+r.Max.X/8)
	draw.Draw(m, sun, image.NewUniform(color.RGBA{250, 240, 190, 255}), image.Point{}, draw.Src)
	return m
}

// pictured is a fakeBackend whose photos have pictures.
type pictured struct{ *fakeBackend }

func (pictured) Thumbnail(_ context.Context, id library.PhotoID) (image.Image, error) {
	return goldenPicture(id, 256), nil
}

func (pictured) LargeThumbnail(_ context.Context, id library.PhotoID, _ bool) (image.Image, error) {
	return goldenPicture(id, 1024), nil
}

func (pictured) Picture(_ context.Context, id library.PhotoID, _ int) (image.Image, error) {
	return goldenPicture(id, 1500), nil
}

// user is someone who sits before the window.
type user struct {
	*rig
	t      *testing.T
	frames kittest.Frames
}

// newUser opens a window in one theme.
func newUser(t *testing.T, b *fakeBackend, variant string) *user {
	t.Helper()
	r := &rig{b: b, queue: &queue{}, clock: &clock{}}
	b.state.Theme = variant
	r.Window = New(Options{
		App: test.NewTempApp(t), Backend: pictured{b}, Dispatch: r.queue.dispatch, Version: "1.0",
		About: About{
			Licence: "MIT", Weights: "Apache-2.0", Folders: []NamedFolder{{"Library", "/home/ann/library"}, {"Models", "/home/ann/models"}},
			Parts: []LinkedPart{{"Fyne", "BSD-3-Clause", "https://fyne.io"}},
		},
		After: r.clock.after, Now: func() time.Time { return thursday },
		Languages: Languages{Choose: func(context.Context, string) error { return nil }},
	})
	t.Cleanup(r.Close)
	r.Show()
	r.until(t, "the first listing", func() bool { return r.search.Loaded() && r.ready })
	return &user{rig: r, t: t}
}

// press types keys where the keyboard is.
func (u *user) press(names ...fyne.KeyName) {
	for _, name := range names {
		if focused := u.win.Canvas().Focused(); focused != nil {
			focused.TypedKey(key(name))
		} else {
			u.win.Canvas().OnTypedKey()(key(name))
		}
	}
}

// runes types letters where the keyboard is.
func (u *user) runes(text string) {
	for _, r := range text {
		if focused := u.win.Canvas().Focused(); focused != nil {
			focused.TypedRune(r)
		} else {
			u.win.Canvas().OnTypedRune()(r)
		}
	}
}

// typed types letters and rests.
func (u *user) typed(text string) {
	u.runes(text)
	u.clock.elapse(kit.TypingPause)
}

// find searches for a description with filters before it.
func (u *user) find(query string) {
	u.typed(query)
	u.press(fyne.KeyReturn)
	u.wait("7 good matches")
}

// choose selects the first photo by the keyboard.
func (u *user) choose() {
	u.win.Canvas().Unfocus()
	u.press(fyne.KeyHome)
	u.wait("1 selected")
}

// tap clicks on a text.
func (u *user) tap(text string) {
	u.t.Helper()
	text = said(text)
	var at *canvas.Text
	u.walk(func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok && t.Text == text && at == nil {
			at = t
		}
	})
	if at == nil {
		u.t.Fatalf("there is no %q to click on", text)
	}
	middle := fyne.NewPos(at.Size().Width/2, at.Size().Height/2)
	test.TapCanvas(u.win.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(at).Add(middle))
}

// walk visits what the window and what is in front of it are made of.
func (u *user) walk(visit func(fyne.CanvasObject)) {
	c := u.win.Canvas()
	walkShown(c.Content(), visit)
	for _, o := range c.Overlays().List() {
		walkShown(o, visit)
	}
}

// wait waits until texts of the window are to be read, or what it says in their place in the
// language in use.
func (u *user) wait(texts ...string) {
	u.t.Helper()
	for _, text := range texts {
		u.reads(said(text))
	}
}

// reads waits until texts are to be read.
func (u *user) reads(texts ...string) {
	u.t.Helper()
	for _, want := range texts {
		u.until(u.t, fmt.Sprintf("%q to be read", want), func() (shown bool) {
			u.walk(func(o fyne.CanvasObject) {
				t, ok := o.(*canvas.Text)
				shown = shown || ok && strings.Contains(t.Text, want)
			})
			return shown
		})
	}
}

// Times of waiting for a picture.
const (
	stillFor  = 60 * time.Millisecond // nothing happens for so long between two pictures of what stands still
	stillMost = 10 * time.Second      // for a picture that isn't the one expected
)

// picture captures the window until it stands still and accept holds, and returns the
// last picture.
func (u *user) picture(accept func(*image.NRGBA) bool) *image.NRGBA {
	var last *image.NRGBA
	for began, moved := time.Now(), time.Now(); ; {
		if u.queue.pump() {
			moved = time.Now()
		}
		if time.Since(moved) < stillFor {
			time.Sleep(2 * time.Millisecond)
			continue
		}
		img := u.capture()
		if still := last != nil && bytes.Equal(img.Pix, last.Pix); still && (accept(img) || time.Since(began) > stillMost) {
			return img
		}
		last, moved = img, time.Now()
	}
}

// capture draws a frame.
func (u *user) capture() *image.NRGBA {
	u.frames.Settle(u.win.Canvas())
	return nrgba(u.win.Canvas().Capture())
}

// expectGolden compares the window with a picture, or writes it.
func (u *user) expectGolden(name string) {
	u.t.Helper()
	path := filepath.Join(goldenDir, name+".png")
	if *updateGoldens {
		img := u.picture(func(*image.NRGBA) bool { return true })
		golden := paletted(img)
		d := compare(golden, img)
		if d.seen() {
			u.t.Fatalf("%s has too many colours for a palette: %v", name, d)
		}
		if err := writePNG(path, golden); err != nil {
			u.t.Fatal(err)
		}
		return
	}
	golden, err := readPNG(path)
	if errors.Is(err, os.ErrNotExist) {
		u.t.Fatalf("there is no golden picture %s; -update makes it", path)
	}
	if err != nil {
		u.t.Fatal(err)
	}
	got := u.picture(func(img *image.NRGBA) bool { return !compare(golden, img).seen() })
	d := compare(golden, got)
	if !d.seen() {
		return
	}
	shown, marked := filepath.Join(failureDir, name+".png"), filepath.Join(failureDir, name+"-differences.png")
	if err := errors.Join(writePNG(shown, got), writePNG(marked, d.marked)); err != nil {
		u.t.Error(err)
	}
	u.t.Errorf("%s: %v; the picture is in %s, with what differs in red in %s", name, d, shown, marked)
}

// Tolerance of a comparison. The palette of a golden picture has no colour for each grey of
// the edge of a letter, and machines round those otherwise; what is more than that can be
// seen.
const (
	tint     = 1 // a channel off by no more is the same colour
	shade    = 6 // off by no more is nearly the same: in a letter, not in a panel
	step     = 24
	mostTint = 1.0 / 24 // of the picture is another tint: the edges of all letters
	mostPale = 400      // pixels are off by more than shade: the edges of a word
	mostStep = 6        // pixels are off by more than step: half of a full stop
)

// difference is how a picture differs from a golden one.
type difference struct {
	sizes                      string // when they differ
	pixels, tints, pale, steps int    // all, and those off by more than tint, shade and step
	marked                     image.Image
}

func (d difference) seen() bool {
	return d.sizes != "" || float64(d.tints) > mostTint*float64(d.pixels) || d.pale > mostPale || d.steps > mostStep
}

func (d difference) String() string {
	if d.sizes != "" {
		return d.sizes
	}
	return fmt.Sprintf("of %d pixels %d have another tint, %d of them another shade, %d another colour", d.pixels, d.tints, d.pale, d.steps)
}

// compare compares pictures pixel by pixel.
func compare(golden, got image.Image) difference {
	size := golden.Bounds().Size()
	if size != got.Bounds().Size() {
		return difference{sizes: fmt.Sprintf("the golden picture is %v, this one %v", size, got.Bounds().Size()), marked: got}
	}
	a, b := nrgba(golden), nrgba(got)
	marked := image.NewNRGBA(a.Rect)
	d := difference{marked: marked, pixels: size.X * size.Y}
	for i := 0; i < len(a.Pix); i += 4 {
		off := colourDistance(color.NRGBA{a.Pix[i], a.Pix[i+1], a.Pix[i+2], 255}, color.NRGBA{b.Pix[i], b.Pix[i+1], b.Pix[i+2], 255})
		grey := uint8((int(b.Pix[i]) + int(b.Pix[i+1]) + int(b.Pix[i+2])) / 6)
		copy(marked.Pix[i:], []uint8{grey, grey, grey, 255})
		if off > tint {
			d.tints++
		}
		if off > shade {
			d.pale++
			copy(marked.Pix[i:], []uint8{255, 140, 0})
		}
		if off > step {
			d.steps++
			copy(marked.Pix[i:], []uint8{255, 0, 0})
		}
	}
	return d
}

// TestGoldenTolerance: what a person sees fails, what another machine rounds doesn't.
func TestGoldenTolerance(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Dark))
	drawn := func(change func(m *image.NRGBA)) *image.NRGBA {
		m := image.NewNRGBA(image.Rect(0, 0, 400, 300))
		draw.Draw(m, m.Rect, image.NewUniform(color.NRGBA{27, 27, 29, 255}), image.Point{}, draw.Src)
		text := canvas.NewText("Describe a photo", color.NRGBA{236, 236, 238, 255})
		text.Resize(text.MinSize())
		draw.Draw(m, image.Rect(20, 20, 400, 300), software.Render(text, theme.New(theme.Dark)), image.Point{}, draw.Over)
		change(m)
		return m
	}
	shift := func(m *image.NRGBA, by int) {
		for i := range m.Pix {
			if i%4 != 3 {
				m.Pix[i] = uint8(min(int(m.Pix[i])+by, 255))
			}
		}
	}
	for name, tt := range map[string]struct {
		change func(m *image.NRGBA)
		seen   bool
	}{
		"the same":             {func(*image.NRGBA) {}, false},
		"another rounding":     {func(m *image.NRGBA) { shift(m, 1) }, false},
		"another ground":       {func(m *image.NRGBA) { shift(m, 2) }, true},
		"a pixel to the right": {func(m *image.NRGBA) { copy(m.Pix[4:], bytes.Clone(m.Pix)) }, true},
		"a hairline": {func(m *image.NRGBA) {
			draw.Draw(m, image.Rect(50, 200, 350, 201), image.NewUniform(color.NRGBA{55, 55, 60, 255}), image.Point{}, draw.Src)
		}, true},
		"a full stop": {func(m *image.NRGBA) {
			draw.Draw(m, image.Rect(50, 200, 53, 203), image.NewUniform(color.NRGBA{236, 236, 238, 255}), image.Point{}, draw.Src)
		}, true},
	} {
		golden, got := drawn(func(*image.NRGBA) {}), drawn(tt.change)
		for _, g := range []image.Image{golden, paletted(golden)} {
			if d := compare(g, got); d.seen() != tt.seen {
				t.Errorf("%s: seen %v, want %v: %v", name, d.seen(), tt.seen, d)
			}
		}
	}
	if d := compare(image.NewNRGBA(image.Rect(0, 0, 4, 3)), image.NewNRGBA(image.Rect(0, 0, 3, 4))); !d.seen() {
		t.Error("another size isn't seen")
	}
}

func nrgba(img image.Image) *image.NRGBA {
	if m, ok := img.(*image.NRGBA); ok && m.Rect.Min == (image.Point{}) && m.Stride == 4*m.Rect.Dx() {
		return m
	}
	m := image.NewNRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(m, m.Rect, img, img.Bounds().Min, draw.Src)
	return m
}

// mostExact is how many colours a golden picture has as they are: all that areas have.
const mostExact = 48

// paletted draws a picture with its most frequent colours, at most 256. After the first of
// them, a colour next to a more frequent one becomes that.
func paletted(m *image.NRGBA) *image.Paletted {
	count := map[color.NRGBA]int{}
	for i := 0; i < len(m.Pix); i += 4 {
		count[color.NRGBA{m.Pix[i], m.Pix[i+1], m.Pix[i+2], 255}]++
	}
	number := func(c color.NRGBA) int { return int(c.R)<<16 | int(c.G)<<8 | int(c.B) }
	colours := slices.SortedFunc(maps.Keys(count), func(a, b color.NRGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(number(a), number(b)))
	})
	var palette color.Palette
	near := map[color.NRGBA]uint8{}
	for _, c := range colours {
		i := uint8(max(palette.Index(c), 0))
		if len(palette) < mostExact || len(palette) < 256 && colourDistance(palette[i].(color.NRGBA), c) > shade-tint {
			i = uint8(len(palette))
			palette = append(palette, c)
		}
		near[c] = i
	}
	p := image.NewPaletted(m.Rect, palette)
	for i := range p.Pix {
		p.Pix[i] = near[color.NRGBA{m.Pix[4*i], m.Pix[4*i+1], m.Pix[4*i+2], 255}]
	}
	return p
}

// colourDistance is by how much the channel that differs most does.
func colourDistance(a, b color.NRGBA) int {
	off := func(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
	return max(off(a.R, b.R), off(a.G, b.G), off(a.B, b.B))
}

func readPNG(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return img, nil
}

func writePNG(path string, img image.Image) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	return errors.Join(encoder.Encode(f, img), f.Close())
}

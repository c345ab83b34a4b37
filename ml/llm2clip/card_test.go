package llm2clip_test

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	runtime "github.com/yalue/onnxruntime_go"

	"descry/internal/softvulkan"
	"descry/internal/vectormath"
	"descry/ml"
	"descry/ml/adapter"
	"descry/ml/cardgraph"
	"descry/ml/golden"
	"descry/ml/llm2clip"
)

// cardVariable tells a process that it is the one of onSoftwareCard.
const cardVariable = "DESCRY_TEST_ON_SOFTWARE_CARD"

// everyTower asks for every tower in every precision on software Vulkan, which takes a quarter
// of an hour. Without everyTower, one tower of each family is tried.
var everyTower = os.Getenv("DESCRY_TEST_EVERY_TOWER") != ""

// onSoftwareCard runs a test in a process of its own, with software Vulkan for a graphics
// card: the loader of drivers is found by what a process is started with. onSoftwareCard
// reports whether this process is that process.
func onSoftwareCard(t *testing.T) bool {
	t.Helper()
	return onCardOf(t, func(t testing.TB) []string { return softvulkan.Environment(t) })
}

// onCardOf is onSoftwareCard with the driver of an environment.
func onCardOf(t *testing.T, environment func(testing.TB) []string) bool {
	t.Helper()
	if os.Getenv(cardVariable) != "" {
		return true
	}
	if testing.Short() {
		t.Skip("software Vulkan takes seconds for a picture")
	}
	args := []string{"-test.run", "^" + t.Name() + "$", "-test.v"}
	child := exec.CommandContext(t.Context(), os.Args[0], args...)
	child.Env = append(environment(t), cardVariable+"=1")
	out, err := child.CombinedOutput()
	for line := range bytes.Lines(out) {
		if text := strings.TrimSpace(string(line)); strings.Contains(text, "_test.go:") || strings.HasPrefix(text, "--- ") {
			t.Log(text)
		}
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

// placement says how often each operator ran where, as in "WebGpu MatMul".
type placement map[string]int

// String lists it in a fixed order.
func (p placement) String() string {
	var all []string
	for _, where := range slices.Sorted(maps.Keys(p)) {
		all = append(all, fmt.Sprintf("%s×%d", where, p[where]))
	}
	return strings.Join(all, ", ")
}

// card is a session of a rewritten graph on the graphics card.
type card struct {
	*runtime.DynamicAdvancedSession
	outputs int
	record  string // where the runtime writes what ran where
}

// onCard loads a tower's graph as it is rewritten for cards. whole refuses to leave
// anything to the processor.
func onCard(t testing.TB, p *ml.Pack, file string, precision cardgraph.Precision, whole bool, inputs, outputs []string) *card {
	t.Helper()
	path, _ := p.Path(file)
	g := rewritten(t, path, precision)
	o, err := runtime.NewSessionOptions()
	if err != nil {
		t.Fatal(err)
	}
	defer o.Destroy()
	record := filepath.Join(t.TempDir(), "run")
	settings := make(map[string]string)
	if len(g.OnProcessor) > 0 {
		settings["forceCpuNodeNames"] = strings.Join(g.OnProcessor, "\n")
	}
	for _, err := range []error{
		o.AppendExecutionProvider("WebGPU", settings),
		o.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", filepath.Dir(path)),
		o.EnableProfiling(record),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if whole {
		if err := o.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1"); err != nil {
			t.Fatal(err)
		}
	}
	s, err := runtime.NewDynamicAdvancedSessionWithONNXData(g.Model, inputs, outputs, o)
	if err != nil {
		t.Fatal(err)
	}
	return &card{s, len(outputs), record}
}

func rewritten(t testing.TB, path string, p cardgraph.Precision) cardgraph.Graph {
	t.Helper()
	model, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	g, err := cardgraph.Rewrite(model, p)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// run returns the rows of each output.
func (c *card) run(t testing.TB, inputs []runtime.Value) (out [][][]float32) {
	t.Helper()
	results := make([]runtime.Value, c.outputs)
	if err := c.Run(inputs, results); err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		out = append(out, rows(r))
		_ = r.Destroy()
	}
	return out
}

// end closes the session, which ends the runtime's record, and returns what ran where.
func (c *card) end(t testing.TB) placement {
	t.Helper()
	if err := c.Destroy(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(c.record + "*")
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	var events []struct {
		Category string `json:"cat"`
		Args     struct {
			Op       string `json:"op_name"`
			Provider string `json:"provider"`
		} `json:"args"`
	}
	golden.JSON(t, files[0], &events)
	p := make(placement)
	for _, e := range events {
		if provider, ok := strings.CutSuffix(e.Args.Provider, "ExecutionProvider"); ok && e.Category == "Node" {
			p[provider+" "+e.Args.Op]++
		}
	}
	return p
}

// tensorsOf makes the inputs of a text tower.
func tensorsOf(t testing.TB, in tokens) (list []runtime.Value) {
	t.Helper()
	for _, values := range [][]int64{in.ids, in.mask, in.pooling} {
		tensor, err := runtime.NewTensor(in.shape, values)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = tensor.Destroy() })
		list = append(list, tensor)
	}
	return list
}

// pixelsOf makes the input of an image tower.
func pixelsOf(t testing.TB, p *ml.Pack, pixels []float32) []runtime.Value {
	t.Helper()
	side := int64(p.Vision.Size)
	in, err := runtime.NewTensor(runtime.NewShape(int64(len(pixels))/(3*side*side), 3, side, side), pixels)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Destroy() })
	return []runtime.Value{in}
}

// onCards are the bounds that a card keeps, which rounds no inputs to bytes by itself.
var onCards = []bound{
	{llm2clip.Float32, 0.9999, 0.9999},
	{llm2clip.Int8, 0.999, 0.999},
	{llm2clip.DynamicInt8, 0.999, 0.999},
	{llm2clip.Int4, 0.99, 0.99},
}

// pictures is how many are compared: all in float32, which finds what is wrong and not
// rounded. Software Vulkan takes seconds for one.
func (b bound) pictures() int {
	switch {
	case b.precision == llm2clip.Int8 || b.precision == llm2clip.Int4: // slow in software
		return 1
	case b.precision == llm2clip.Float32 && everyTower:
		return 8
	case everyTower:
		return 2
	}
	return 1
}

// cases are what is tried on the card: every tower in every precision, or one of each
// family, of which one in every precision. Blocks of bytes take the
// same operator as blocks of half bytes and twice the time of all the rest in software,
// so that they are tried with one tower only.
func cases(run func(folder string, b bound)) {
	list := towers
	if !everyTower {
		list = []string{"vision-openai-fp16", "vision-eva02-l224", "vision-siglip2"}
	}
	for _, folder := range list {
		for _, b := range onCards {
			one := folder == "vision-openai-fp16"
			switch {
			case b.precision == llm2clip.Int8 && (!everyTower || !one):
			case !everyTower && b.precision != llm2clip.Float32 && !one:
			default:
				run(folder, b)
			}
		}
	}
}

// TestImageTowersRunWholeOnCards is about every family in every precision: nothing is
// left to the processor, and vectors are the reference's.
func TestImageTowersRunWholeOnCards(t *testing.T) {
	if !onSoftwareCard(t) {
		return
	}
	start(t)
	cases(func(folder string, b bound) {
		t.Run(folder+" "+cmp.Or(string(b.precision), "float32"), func(t *testing.T) {
			p := pack(t, folder, llm2clip.Options{Image: b.precision})
			n := b.pictures()
			pixels := golden.NPY(t, shared(t, folder, "golden", "pixels.npy"))
			c := onCard(t, p, p.Vision.File, cardgraph.Float32, true, []string{p.Vision.Input}, []string{p.Vision.Embedding, p.Vision.Patches})
			out := c.run(t, pixelsOf(t, p, pixels.Data[:n*len(pixels.Row(0))]))
			want := golden.NPY(t, shared(t, folder, "golden", "image_norm.npy"))
			b.check(t, "images", out[0], selected(want, []int{0, 1, 2, 3, 4, 5, 6, 7}[:n]))
			_, patches := dense(t, p, pixels.Row(0))
			all := golden.Array{Shape: []int{1, len(out[1][0])}, Data: slices.Concat(patches[0]...)}
			b.check(t, "patches", out[1][:1], all)
			ran := c.end(t)
			if t.Log(ran); ran["WebGpu MatMul"] == 0 {
				t.Error("the record names no products")
			}
			for where := range ran {
				if !strings.HasPrefix(where, "WebGpu ") || strings.Contains(where, "Memcpy") {
					t.Errorf("%s: not on the card, or between it and the processor", where)
				}
			}
		})
	})
}

// selected has some rows of an array.
func selected(a golden.Array, rows []int) golden.Array {
	some := golden.Array{Shape: []int{len(rows), a.Shape[1]}}
	for _, i := range rows {
		some.Data = append(some.Data, a.Row(i)...)
	}
	return some
}

// lengths are how many tokens the shortest and the longest of the texts of a batch have.
// Where a card's fused attention would go another way, there are 32. Each of the two text
// towers reads all but the longest once.
func lengths(folder string, b bound) (least, most int) {
	switch {
	case b.precision == llm2clip.Int8 || b.precision == llm2clip.Int4: // slow in software
		return 21, 22
	case readsAll(folder, b):
		return 1, 128
	}
	return 29, 36
}

func readsAll(folder string, b bound) bool {
	return everyTower && b.precision == llm2clip.Float32 && (folder == "vision-openai-fp16" || folder == "vision-eva02-l224")
}

// between lays out the texts of so many tokens as one run and returns their numbers.
func (r reference) between(least, most int) (in tokens, numbers []int) {
	var some reference
	for i, text := range r.Texts {
		if n := len(text.IDs); n >= least && n <= most {
			some.Texts, numbers = append(some.Texts, text), append(numbers, i)
		}
	}
	return some.batch(0, len(numbers)), numbers
}

// beginning is what of a text tower stays on the processor: looking up the tokens' rows,
// and what a run is fed with.
var beginning = map[string]bool{"CPU Gather": true, "CPU Cast": true, "CPU Shape": true, "CPU Concat": true,
	"CPU Mul": true, "CPU Reshape": true, "WebGpu MemcpyFromHost": true}

// TestTextTowersRunOnCards: no value comes back from the card but the results, which the
// runtime fetches, so that whatever is computed on the processor comes before all else.
func TestTextTowersRunOnCards(t *testing.T) {
	if !onSoftwareCard(t) {
		return
	}
	start(t)
	cases(func(folder string, b bound) {
		t.Run(folder+" "+cmp.Or(string(b.precision), "float32"), func(t *testing.T) {
			f := readFixture(t, folder)
			p := pack(t, folder, llm2clip.Options{Text: b.precision})
			c := onCard(t, p, p.Text.File, cardgraph.Float32, false, []string{p.Text.InputIDs, p.Text.AttentionMask, p.Text.PoolingMask}, []string{p.Text.Embedding})
			var r reference
			golden.JSON(t, shared(t, f.TextTower, "golden", "texts.json"), &r)
			want := golden.NPY(t, shared(t, folder, "golden", "text_norm.npy"))
			// Texts of different lengths in one batch, so that the mask matters.
			in, numbers := r.between(lengths(folder, b))
			b.check(t, "one batch", c.run(t, tensorsOf(t, in))[0], selected(want, numbers))
			if readsAll(folder, b) {
				i := slices.IndexFunc(r.Texts, func(text referenceText) bool { return len(text.IDs) == llm2clip.MaxTokens })
				b.check(t, "a long text", c.run(t, tensorsOf(t, r.batch(i, i+1)))[0], selected(want, []int{i}))
			}
			ran := c.end(t)
			if t.Log(ran); ran["WebGpu MatMul"] == 0 || ran["CPU Gather"] == 0 {
				t.Error("products on the card and the look-up on the processor were expected")
			}
			for where := range ran {
				if !strings.HasPrefix(where, "WebGpu ") && !beginning[where] || where == "WebGpu MemcpyToHost" {
					t.Errorf("%s: on the processor after the beginning", where)
				}
			}
		})
	})
}

// TestRewrittenGraphsOnTheProcessor is about weights that lie beside the graph, and about
// machines that have no software Vulkan: the processor computes the same with the
// rewritten graph.
func TestRewrittenGraphsOnTheProcessor(t *testing.T) {
	start(t)
	for _, precision := range []llm2clip.Precision{llm2clip.Float32, llm2clip.DynamicInt8} {
		t.Run(cmp.Or(string(precision), "float32"), func(t *testing.T) {
			tower := eva02Large(2, 256)
			p := writeMade(t, filepath.Join(t.TempDir(), "pack"), tower, llamaSize{2, 1000, 256, 64, 512}.made(),
				llm2clip.Options{Image: precision, Text: precision})
			if len(p.Vision.ExternalData) == 0 || len(p.Text.ExternalData) == 0 {
				t.Fatal("the weights were to lie beside the graphs")
			}
			for _, file := range []string{p.Vision.File, p.Text.File} {
				inputs, names, output := pixelsOf(t, p, gradient(p.Vision.Size)), []string{p.Vision.Input}, p.Vision.Embedding
				if file == p.Text.File {
					inputs, names, output = tensorsOf(t, sixty()), []string{p.Text.InputIDs, p.Text.AttentionMask, p.Text.PoolingMask}, p.Text.Embedding
				}
				path, _ := p.Path(file)
				model, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				before, after := fromMemory(t, path, model, names, output, inputs), fromMemory(t, path, rewritten(t, path, cardgraph.Float32).Model, names, output, inputs)
				c := vectormath.Cosine(before[0], after[0])
				t.Logf("%s: cosine %.9f of the graph before", file, c)
				if least := map[llm2clip.Precision]float64{llm2clip.Float32: 0.999999, llm2clip.DynamicInt8: 0.998}[precision]; !(c >= least) {
					t.Errorf("%s: cosine %.6f of the graph before", file, c)
				}
			}
		})
	}
}

// fromMemory runs a graph whose weights lie in the folder of a path.
func fromMemory(t testing.TB, path string, model []byte, names []string, output string, inputs []runtime.Value) [][]float32 {
	t.Helper()
	o := queryOptions(t)
	if err := o.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	s, err := runtime.NewDynamicAdvancedSessionWithONNXData(model, names, []string{output}, o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Destroy()
	results := []runtime.Value{nil}
	if err := s.Run(inputs, results); err != nil {
		t.Fatal(err)
	}
	defer results[0].Destroy()
	return rows(results[0])
}

// gradient is a picture of size pixels.
func gradient(size int) []float32 {
	pixels := make([]float32, 3*size*size)
	for i := range pixels {
		pixels[i] = float32(i%size) / float32(size)
	}
	return pixels
}

// TestFloat16 is about graphs for cards that have float16, which SwiftShader has not: the
// processor rounds what goes into operations and comes out of them as a card does, though
// not the sums within.
func TestFloat16(t *testing.T) {
	start(t)
	for _, folder := range towers {
		for _, b := range onCards {
			t.Run(folder+" "+cmp.Or(string(b.precision), "float32"), func(t *testing.T) {
				b.least, b.median = min(b.least, 0.999), min(b.median, 0.999)
				if b.precision == llm2clip.Int8 { // for which the processor rounds inputs to bytes, too
					b.least = 0.998
				}
				f := readFixture(t, folder)
				p := pack(t, folder, llm2clip.Options{Image: b.precision, Text: b.precision})
				path, _ := p.Path(p.Vision.File)
				pixels := golden.NPY(t, shared(t, folder, "golden", "pixels.npy"))
				g := rewritten(t, path, cardgraph.Float16)
				if g.Precision != cardgraph.Float16 {
					t.Error("the image tower is left in float32")
				}
				images := fromMemory(t, path, g.Model, []string{p.Vision.Input}, p.Vision.Embedding, pixelsOf(t, p, pixels.Data))
				b.check(t, "images", images, golden.NPY(t, shared(t, folder, "golden", "image_norm.npy")))
				path, _ = p.Path(p.Text.File)
				g = rewritten(t, path, cardgraph.Float16)
				if g.Precision != cardgraph.Float16 {
					t.Error("the text tower is left in float32")
				}
				var r reference
				golden.JSON(t, shared(t, f.TextTower, "golden", "texts.json"), &r)
				in, numbers := r.between(1, 128)
				texts := fromMemory(t, path, g.Model, []string{p.Text.InputIDs, p.Text.AttentionMask, p.Text.PoolingMask}, p.Text.Embedding, tensorsOf(t, in))
				b.check(t, "texts", texts, selected(golden.NPY(t, shared(t, folder, "golden", "text_norm.npy")), numbers))
			})
		}
	}
}

// TestFloat16OnCards is TestFloat16 where shaders have 16 bits, so that sums within
// products are of 16 bits, too.
func TestFloat16OnCards(t *testing.T) {
	if !onCardOf(t, softvulkan.Float16) {
		return
	}
	adapters, err := adapter.List(t.Context())
	if err != nil || len(adapters) != 1 || !adapters[0].Usable() || !adapters[0].Float16 {
		t.Skipf("no single adapter with 16 bits: %+v, %v", adapters, err)
	}
	t.Log(adapters[0].Driver)
	start(t)
	for _, folder := range towers {
		for _, b := range onCards {
			pictures, least, most := 8, 1, 128
			if !everyTower {
				if folder != "vision-eva02-l224" || b.precision == llm2clip.Int8 || b.precision == llm2clip.DynamicInt8 {
					continue
				}
				pictures, least, most = 1, 21, 22
			}
			t.Run(folder+" "+cmp.Or(string(b.precision), "float32"), func(t *testing.T) {
				b.least, b.median = min(b.least, 0.999), min(b.median, 0.999)
				f := readFixture(t, folder)
				p := pack(t, folder, llm2clip.Options{Image: b.precision, Text: b.precision})
				pixels := golden.NPY(t, shared(t, folder, "golden", "pixels.npy"))
				c := onCard(t, p, p.Vision.File, cardgraph.Float16, true, []string{p.Vision.Input}, []string{p.Vision.Embedding})
				images := c.run(t, pixelsOf(t, p, pixels.Data[:pictures*len(pixels.Row(0))]))
				b.check(t, "images", images[0], selected(golden.NPY(t, shared(t, folder, "golden", "image_norm.npy")), []int{0, 1, 2, 3, 4, 5, 6, 7}[:pictures]))
				t.Log(c.end(t))
				c = onCard(t, p, p.Text.File, cardgraph.Float16, false, []string{p.Text.InputIDs, p.Text.AttentionMask, p.Text.PoolingMask}, []string{p.Text.Embedding})
				var r reference
				golden.JSON(t, shared(t, f.TextTower, "golden", "texts.json"), &r)
				in, numbers := r.between(least, most)
				b.check(t, "texts", c.run(t, tensorsOf(t, in))[0], selected(golden.NPY(t, shared(t, folder, "golden", "text_norm.npy")), numbers))
				t.Log(c.end(t))
			})
		}
	}
}

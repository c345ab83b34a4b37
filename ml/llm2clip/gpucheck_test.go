package llm2clip_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"descry/internal/filesize"
	"descry/internal/softvulkan"
	"descry/ml"
	"descry/ml/adapter"
	"descry/ml/llm2clip"
	"descry/ml/ort"
)

// What make gpu-check hands to TestGPUCheck.
const (
	checkReport  = "DESCRY_GPU_CHECK"         // the file for the table; without it the test is skipped
	checkSeconds = "DESCRY_GPU_CHECK_SECONDS" // how long it may take
	checkAdapter = "DESCRY_GPU_CHECK_ADAPTER" // the adapter's name; without it the best real card
	checkVulkan  = "DESCRY_GPU_CHECK_VULKAN"  // a folder with a Vulkan loader, for machines that have none
)

// gpuCheck measures one graphics adapter within a time.
type gpuCheck struct {
	*testing.T
	rt      *ort.Runtime
	end     time.Time
	adapter adapter.Adapter
	options ort.Options // for the card

	// What is measured.
	first  string   // the folder of the pack that is in the program
	towers []string // fixtures that are compared with the reference
	shapes []shape
	text   llamaSize
	kinds  []llm2clip.Precision

	report strings.Builder
	rows   []*imageRow
	packs  map[string]*ml.Pack // of the shapes, as far as they were written
	left   []string            // what there was no time for
	failed []string
}

// TestGPUCheck measures what a graphics card does for Descry, beside the processor of the same
// machine, and writes a table for docs/benchmarks.md. TestGPUCheck ends in time whatever the
// card, and tells which measurements were left out.
func TestGPUCheck(t *testing.T) {
	path := os.Getenv(checkReport)
	if path == "" {
		t.Skip("make gpu-check runs it")
	}
	seconds, err := strconv.Atoi(cmp.Or(os.Getenv(checkSeconds), "225"))
	if err != nil {
		t.Fatal(err)
	}
	c := &gpuCheck{T: t, end: time.Now().Add(time.Duration(seconds) * time.Second),
		first:  filepath.Join("..", "..", "assets", "pack"), // to embed it would double what is brought along
		towers: smallTowers, shapes: shapesOfReleases, text: llamaSize{4, 2256, 2048, 512, 8192},
		kinds: []llm2clip.Precision{llm2clip.Float32, llm2clip.DynamicInt8, llm2clip.Int4}}
	defer func() {
		if err := os.WriteFile(path, []byte(c.report.String()), 0o644); err != nil {
			t.Error(err)
		}
	}()
	c.run()
}

// TestGPUCheckOnSoftware goes through all of it with small towers on software Vulkan.
func TestGPUCheckOnSoftware(t *testing.T) {
	if !everyTower {
		t.Skip("software Vulkan takes a minute for it: DESCRY_TEST_EVERY_TOWER=1 has it run")
	}
	t.Setenv(checkVulkan, filepath.Dir(softvulkan.Loader(t)))
	t.Setenv(checkAdapter, "SwiftShader Device")
	small := writeMade(t, filepath.Join(t.TempDir(), "pack"), openAITower(64, 16, 2, 32), llama1B(1, 8), llm2clip.Options{})
	path, _ := small.Path(small.Vision.File)
	c := &gpuCheck{T: t, end: time.Now().Add(time.Hour), first: filepath.Dir(path), towers: smallTowers[:1],
		shapes: []shape{{"small", openAITower(128, 16, 2, 32), 128, 2, 2, 32, 16}}, text: llamaSize{1, 2256, 256, 64, 512},
		kinds: []llm2clip.Precision{llm2clip.Float32}}
	c.run()
	report := c.report.String()
	t.Log("\n" + report)
	number := `[0-9.e+]+`
	for _, line := range []string{
		`Adapters: SwiftShader Device .*software`, `Processor: .* ONNX Runtime `,
		`\| vision-openai-fp16 \| float32 \| (0\.9999|1\.0)\d* \| (0\.9999|1\.0)\d* \| 0.9999 \|`,
		`\| small \| float32 \|( ` + number + ` \|){3} ` + number + ` s \|[^|]*\| ` + number + ` \| ` + number + ` \|`,
		`\| built-in[^|]*\| as it is \|( ` + number + ` \|){3}`, `\| int4 \| ` + number + ` s \| ` + number + ` ms \| ` + number + ` s \| ` + number + ` ms \|`,
	} {
		if !regexp.MustCompile("(?m)^" + line).MatchString(report) {
			t.Errorf("the report has no line like %s", line)
		}
	}
	if len(c.left) > 0 || len(c.failed) > 0 {
		t.Errorf("left out: %v, failed: %v", c.left, c.failed)
	}
}

// TestGPUCheckEndsInTime has no time left: all is named that is left out.
func TestGPUCheckEndsInTime(t *testing.T) {
	c := &gpuCheck{T: t, end: time.Now(), first: "none", towers: smallTowers, shapes: shapesOfReleases, kinds: []llm2clip.Precision{llm2clip.Float32}}
	c.measure()
	for _, part := range []string{"Left out for want of time: built-in model;", "parity of vision-siglip2, float32", "L/14 at 336, float32", "text tower, int4"} {
		if !strings.Contains(c.report.String(), part) {
			t.Errorf("%q is not in the report:\n%s", part, &c.report)
		}
	}
}

// run looks for an adapter and measures it.
func (c *gpuCheck) run() {
	if !c.findAdapter() {
		return
	}
	c.rt = startForCards(c.T)
	c.describe()
	c.measure()
}

// measure goes from what matters most to what may be left out.
func (c *gpuCheck) measure() {
	c.packs = make(map[string]*ml.Pack)
	c.builtIn()
	c.parity()
	c.images()
	c.texts()
	c.peers()
	c.table()
}

func (c *gpuCheck) say(format string, args ...any) { fmt.Fprintf(&c.report, format+"\n", args...) }

// findAdapter tries the system's Vulkan, then the loader that was brought along and what
// NVIDIA's driver has instead of a file of the loader's where it was put into a container.
func (c *gpuCheck) findAdapter() bool {
	name := os.Getenv(checkAdapter)
	var reasons []string
	for _, environment := range c.drivers() {
		all, err := ask[[]adapter.Adapter](c.T, "adapters", environment)
		if err != nil {
			reasons = append(reasons, err.Error())
			continue
		}
		for _, a := range all {
			reasons = append(reasons, fmt.Sprintf("%s (%s, %s)", a, a.Driver, a.Kind))
		}
		a, ok := adapter.Best(all)
		if name != "" {
			a, ok = adapter.Find(all, name)
		}
		if !ok || !a.Usable() {
			continue
		}
		more, options := adapter.Select(a, all)
		c.adapter = a
		c.options = ort.Options{Providers: []ort.Provider{ort.WebGPU}, Environment: append(environment, more...), ProviderOptions: options}
		c.say("Adapters: %s. Measured: %s.\n", list(all), a)
		return true
	}
	slices.Sort(reasons)
	c.Errorf("No graphics card was found%s. Software is used only if %s names it. What there is: %s",
		map[bool]string{true: " by the name " + name}[name != ""], checkAdapter, strings.Join(slices.Compact(reasons), "; "))
	return false
}

func list(all []adapter.Adapter) string {
	var names []string
	for _, a := range all {
		text := fmt.Sprintf("%s (%s, %s", a, a.Driver, filesize.Format(a.MemoryBytes))
		if a.Float16 {
			text += ", shader-f16"
		}
		names = append(names, text+")")
	}
	return strings.Join(names, "; ")
}

// drivers are environments in which the loader may find a driver.
func (c *gpuCheck) drivers() (all [][]string) {
	loaders := [][]string{nil}
	folder := os.Getenv(checkVulkan)
	if folder != "" {
		path := strings.TrimRight(folder+string(filepath.ListSeparator)+os.Getenv("LD_LIBRARY_PATH"), string(filepath.ListSeparator))
		loaders = append(loaders, []string{"LD_LIBRARY_PATH=" + path})
	}
	manifests := [][]string{nil}
	for _, library := range []string{"libGLX_nvidia.so.0", "libEGL_nvidia.so.0"} {
		path := filepath.Join(c.TempDir(), library+".json")
		text := `{"file_format_version": "1.0.0", "ICD": {"library_path": "` + library + `", "api_version": "1.3.0"}}`
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			c.Fatal(err)
		}
		manifests = append(manifests, []string{"VK_DRIVER_FILES=" + path, "VK_ICD_FILENAMES=" + path})
	}
	if software := filepath.Join(folder, "vk_swiftshader_icd.json"); folder != "" && os.Getenv(checkAdapter) != "" {
		manifests = append(manifests, []string{"VK_DRIVER_FILES=" + software, "VK_ICD_FILENAMES=" + software})
	}
	for _, m := range manifests {
		for _, l := range loaders {
			all = append(all, slices.Concat(l, m))
		}
	}
	return all
}

// describe says what machine this is.
func (c *gpuCheck) describe() {
	processor := runtime.GOARCH
	if data, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(data)) {
			if key, value, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == "model name" {
				processor = strings.TrimSpace(value)
				break
			}
		}
	}
	c.say("Processor: %s, %d threads. ONNX Runtime %s, %s.\n", processor, runtime.NumCPU(), c.rt.Version(), time.Now().UTC().Format(time.DateOnly))
}

// step gives something a part of the time that is left, and notes what didn't fit.
func (c *gpuCheck) step(name string, part float64, do func(ctx context.Context) error) {
	remaining := time.Until(c.end) - reserve
	if remaining < 2*time.Second {
		c.left = append(c.left, name)
		return
	}
	ctx, cancel := context.WithTimeout(c.Context(), max(time.Duration(part*float64(remaining)), min(remaining, leastForAStep)))
	defer cancel()
	err := do(ctx)
	switch {
	case err != nil && ctx.Err() != nil:
		c.left = append(c.left, name+" (begun)")
	case err != nil:
		c.Errorf("%s: %v", name, err)
		c.failed = append(c.failed, fmt.Sprintf("%s: %v", name, err))
	}
	c.Logf("%s: %v left", name, time.Until(c.end).Round(time.Second))
}

const (
	// reserve is for ending what runs, and for the table.
	reserve = 4 * time.Second
	// leastForAStep is in favour of few figures of a slow card and against many that are
	// begun only.
	leastForAStep = 20 * time.Second
)

// builtIn measures the built-in model: its graph has 16-bit weights that are computed with
// in float32.
func (c *gpuCheck) builtIn() {
	c.step("built-in model", 0.3, func(ctx context.Context) error {
		p, err := ml.OpenPackDir(c.first)
		if err != nil {
			return err
		}
		return c.fill(ctx, &imageRow{name: "built-in (" + p.Name + ")", precision: "as it is", options: c.options}, p)
	})
}

// computing is what the weights are stored as and what the card computes with.
type computing struct {
	weights llm2clip.Precision
	half    bool
}

// String is "float32", or as in "int4, float16".
func (p computing) String() string {
	s := cmp.Or(string(p.weights), "float32")
	if p.half {
		s += ", computed in float16"
	}
	return s
}

// options are those for the card.
func (p computing) options(o ort.Options) ort.Options {
	o.Float16 = p.half
	return o
}

// computings are what is measured: what the processor's packs have first.
func (c *gpuCheck) computings() (all []computing) {
	for _, half := range []bool{false, true} {
		for _, weights := range c.kinds {
			if !half || c.adapter.PrefersFloat16() {
				all = append(all, computing{weights, half})
			}
		}
	}
	return all
}

// parity compares the vectors of the repository's fixtures with the reference.
func (c *gpuCheck) parity() {
	c.say("| fixture | weights | lowest cosine of images | of a text | limit |\n|---|---|---|---|---|")
	kinds := c.computings()
	total, done := len(c.towers)*len(kinds), 0
	for _, precision := range kinds {
		b := onCards[slices.IndexFunc(onCards, func(b bound) bool { return b.precision == precision.weights })]
		if precision.half {
			b.least = min(b.least, 0.999)
		}
		for _, folder := range c.towers {
			c.step("parity of "+folder+", "+precision.String(), max(0.05, 0.4/float64(total-done)), func(ctx context.Context) error {
				images, text, err := asTheProgram(ctx, c.T, c.rt, folder, b, precision.options(c.options))
				if err != nil {
					return err
				}
				c.say("| %s | %s | %.7f | %.7f | %.4f |", folder, precision, images, text, b.least)
				if !(min(images, text) >= b.least) {
					return fmt.Errorf("cosines of %.7f and %.7f", images, text)
				}
				return nil
			})
			done++
		}
	}
	c.say("")
}

// shape is an image tower in the size of a released one, with random weights.
type shape struct {
	name                       string
	tower                      made
	width, heads, layers, size int
	patch                      int
}

var shapesOfReleases = []shape{
	{"B/16 at 224", openAITower(768, 16, 12, 224), 768, 12, 12, 224, 16},
	{"L/14 at 224", openAILarge(24, 224), 1024, 16, 24, 224, 14},
	{"L/14 at 336", openAILarge(24, 336), 1024, 16, 24, 336, 14},
}

// images measures image towers as the importer writes them.
func (c *gpuCheck) images() {
	kinds := c.computings()
	total, done := len(kinds)*len(c.shapes)+2, 0
	for _, precision := range kinds {
		for _, s := range c.shapes {
			row := &imageRow{name: s.name, precision: precision.String(), options: precision.options(c.options)}
			c.step(row.name+", "+row.precision, min(1.5/float64(total-done), 0.5), func(ctx context.Context) error {
				p, err := c.pack(ctx, s, precision.weights)
				if err != nil {
					return err
				}
				return c.fill(ctx, row, p)
			})
			done++
		}
	}
}

// pack writes the pack of a shape, once for each precision.
func (c *gpuCheck) pack(ctx context.Context, s shape, precision llm2clip.Precision) (*ml.Pack, error) {
	key := s.name + " " + string(precision)
	if p := c.packs[key]; p != nil {
		return p, nil
	}
	p, err := makePack(ctx, filepath.Join(c.TempDir(), "pack"), s.tower, llama1B(1, 8), llm2clip.Options{Image: precision})
	if err == nil {
		c.packs[key] = p
	}
	return p, err
}

// texts measures a text tower in the sizes of Llama 3.2 1B, with fewer layers.
func (c *gpuCheck) texts() {
	tokens, err := os.ReadFile(filepath.Join("testdata", "text-llama32-1b-like", "tokenizer.json"))
	if err != nil {
		c.Fatal(err)
	}
	c.say("| Llama 3.2 1B, %d of 16 layers | first text on the card | then | first text on the CPU | then |\n|---|---|---|---|---|", c.text.layers)
	kinds := []computing{{llm2clip.Int4, false}}
	if c.adapter.PrefersFloat16() {
		kinds = append(kinds, computing{llm2clip.Int4, true})
	}
	kinds = append(kinds, computing{llm2clip.Float32, false})
	for i, precision := range kinds {
		name := precision.String()
		c.step("text tower, "+name, 0.8/float64(len(kinds)-i), func(ctx context.Context) error {
			p, err := makePack(ctx, filepath.Join(c.TempDir(), "pack"), eva02Large(1, c.text.width), c.text.made(), llm2clip.Options{Text: precision.weights, Tokenizer: tokens})
			if err != nil {
				return err
			}
			var columns []string
			for _, o := range []ort.Options{precision.options(c.options), {}} {
				first, median, err := c.read(ctx, p, o)
				if err != nil {
					return err
				}
				columns = append(columns, fmt.Sprintf("%.2f s | %.1f ms", first.Seconds(), float64(median.Microseconds())/1000))
			}
			c.say("| %s | %s |", name, strings.Join(columns, " | "))
			return nil
		})
	}
	c.say("")
}

// read returns how long the first text takes, with loading, and the median of others.
func (c *gpuCheck) read(ctx context.Context, p *ml.Pack, o ort.Options) (first, median time.Duration, err error) {
	m, err := ort.OpenModel(c.rt, p, ort.ModelOptions{Text: o})
	if err != nil {
		return 0, 0, err
	}
	defer m.Close()
	var took []time.Duration
	for i, start := 0, time.Now(); i < 8 && (i < 2 || time.Since(start) < 2*measuredFor); i++ {
		begin := time.Now()
		text := strings.Repeat("two dogs are playing in the snow behind a red barn ", 4) + strconv.Itoa(i)
		if _, _, err := m.EncodeText(ctx, text); err != nil {
			return 0, 0, err
		}
		took = append(took, time.Since(begin))
	}
	x, err := m.Text(ctx)
	if err == nil && (x.Device() == ort.CPU.String()) != (len(o.Providers) == 0) {
		err = fmt.Errorf("it ran on the %s: %s", x.Device(), m.Notice())
	}
	first, took = took[0], took[1:]
	slices.Sort(took)
	return first, took[len(took)/2], err
}

// peers has PyTorch and ONNX Runtime's CUDA compute the same shapes, if a Python has them.
func (c *gpuCheck) peers() {
	python, err := exec.LookPath(cmp.Or(os.Getenv(pythonVariable), "python3"))
	if err != nil {
		c.say("PyTorch and ONNX Runtime's CUDA: there is no Python here.\n")
		return
	}
	for _, s := range c.shapes {
		i := slices.IndexFunc(c.rows, func(r *imageRow) bool { return r.name == s.name && r.precision == "float32" })
		if i < 0 || c.packs[s.name+" "] == nil {
			continue
		}
		c.step("peers of "+s.name, 0.5, func(ctx context.Context) error {
			row := c.rows[i]
			p := c.packs[s.name+" "]
			path, _ := p.Path(p.Vision.File)
			rates, err := peerRates(ctx, python, path, s, row.best())
			if err != nil {
				return err
			}
			row.peers = rates
			return nil
		})
	}
}

func (c *gpuCheck) table() {
	c.say("| image tower | weights | photos/s on the card, one at a time | 8 | 32 | first photo | memory of the card | photos/s of the processor | times that | peers at their best of these batches |\n|---|---|---|---|---|---|---|---|---|---|")
	for _, r := range c.rows {
		c.say("%s", r)
	}
	if len(c.failed) > 0 {
		c.say("\nFailed: %s.", strings.Join(c.failed, "; "))
	}
	if len(c.left) > 0 {
		c.say("\nLeft out for want of time: %s.", strings.Join(c.left, "; "))
	}
}

// batches are how many pictures a run has.
var batches = []int{1, 8, 32}

// imageRow is a line of the table.
type imageRow struct {
	name, precision string
	options         ort.Options // for the card
	first           time.Duration
	card            map[int]float64 // photos a second by batch
	memory          int64           // of the card, -1 where it isn't told
	cpu             float64
	peers           map[string]float64
}

// best is the fastest batch.
func (r *imageRow) best() (batch int) {
	batch = 1
	for n, rate := range r.card {
		if rate > r.card[batch] {
			batch = n
		}
	}
	return batch
}

// String is the row in Markdown.
func (r *imageRow) String() string {
	columns := []string{r.name, r.precision}
	for _, n := range batches {
		columns = append(columns, rate(r.card[n]))
	}
	first, memory, times := "", "", ""
	if r.first > 0 {
		first = fmt.Sprintf("%.1f s", r.first.Seconds())
	}
	if r.memory > 0 {
		memory = filesize.Format(r.memory)
	}
	if r.cpu > 0 && r.card[r.best()] > 0 {
		times = fmt.Sprintf("%.1f", r.card[r.best()]/r.cpu)
	}
	var peers []string
	for _, name := range slices.Sorted(maps.Keys(r.peers)) {
		peers = append(peers, name+" "+rate(r.peers[name]))
	}
	columns = append(columns, first, memory, rate(r.cpu), times, strings.Join(peers, ", "))
	return "| " + strings.Join(columns, " | ") + " |"
}

// rate has three digits, and nothing for what wasn't measured.
func rate(perSecond float64) string {
	if perSecond <= 0 {
		return ""
	}
	return strconv.FormatFloat(perSecond, 'g', 3, 64)
}

// fill fills a row, as far as time allows.
func (c *gpuCheck) fill(ctx context.Context, row *imageRow, p *ml.Pack) error {
	c.rows = append(c.rows, row)
	row.card = make(map[int]float64)
	before := c.memory()
	m, err := ort.OpenModel(c.rt, p, ort.ModelOptions{Image: row.options})
	if err != nil {
		return err
	}
	defer m.Close()
	size := m.Preprocessor().TensorLen()
	pictures := make([]float32, slices.Max(batches)*size)
	for i := range pictures {
		pictures[i] = float32(i%257)/128 - 1
	}
	begin := time.Now()
	if _, err := m.EncodeImages(ctx, pictures[:size], 1); err != nil {
		return err
	}
	row.first = time.Since(begin)
	e, err := m.Image(ctx)
	if err != nil {
		return err
	}
	if e.Device() != ort.WebGPU.String() {
		return fmt.Errorf("it ran on the %s: %s", e.Device(), m.Notice())
	}
	for _, n := range batches {
		row.card[n], err = perSecond(ctx, n, func(ctx context.Context) error {
			_, err := e.Encode(ctx, pictures[:n*size], n)
			return err
		})
		if errors.Is(err, ort.ErrOutOfMemory) && n > 1 {
			break
		}
		if err != nil {
			return err
		}
	}
	if after := c.memory(); before > 0 || after > 0 {
		row.memory = after - before
	}
	if err := m.ReleaseImage(ctx); err != nil {
		return err
	}
	cpu, err := ort.OpenModel(c.rt, p, ort.ModelOptions{})
	if err != nil {
		return err
	}
	defer cpu.Close()
	n := min(2*cpu.Parallel(), slices.Max(batches))
	row.cpu, err = perSecond(ctx, n, func(ctx context.Context) error {
		_, err := cpu.EncodeImages(ctx, pictures[:n*size], n)
		return err
	})
	return err
}

// measuredFor is how long each figure is measured, at least one run after a first.
const measuredFor = 1200 * time.Millisecond

func perSecond(ctx context.Context, n int, run func(context.Context) error) (float64, error) {
	if err := run(ctx); err != nil {
		return 0, err
	}
	runs, begin := 0, time.Now()
	for runs == 0 || time.Since(begin) < measuredFor {
		if err := run(ctx); err != nil {
			return 0, err
		}
		runs++
	}
	return float64(runs*n) / time.Since(begin).Seconds(), nil
}

// memory is what of the card's own memory is taken by everybody else than the process that
// is asked, in bytes, 0 where that isn't told.
func (c *gpuCheck) memory() int64 {
	all, err := ask[map[string]adapter.Budget](c.T, "memory", c.options.Environment)
	if err != nil {
		return 0
	}
	for name, budget := range all {
		if name == c.adapter.Name || len(all) == 1 { // numbers behind names are of the whole list
			return budget.OthersBytes
		}
	}
	return 0
}

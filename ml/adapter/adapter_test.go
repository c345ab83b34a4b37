package adapter_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/internal/softvulkan"
	"descry/ml/adapter"
)

// childVariable makes the test's program list adapters instead, as a process that can be
// lost: drivers stay in it.
const childVariable = "DESCRY_TEST_LIST_ADAPTERS"

type childAnswer struct {
	All      []adapter.Adapter
	Budgets  []string // errors
	Error    string
	Variable string // VK_DRIVER_FILES afterwards
}

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) == "" {
		os.Exit(m.Run())
	}
	var answer childAnswer
	all, err := adapter.List(context.Background())
	if err != nil {
		answer.Error = err.Error()
	}
	answer.All = all
	for _, a := range all {
		budget, err := a.Budget(context.Background())
		switch {
		case err != nil && !errors.Is(err, adapter.ErrUnsupported):
			answer.Budgets = append(answer.Budgets, err.Error())
		case err == nil && (budget.TotalBytes != a.MemoryBytes || budget.OthersBytes < 0 || budget.OthersBytes > budget.TotalBytes):
			answer.Budgets = append(answer.Budgets, "odd budget")
		}
	}
	answer.Variable = os.Getenv("VK_DRIVER_FILES")
	if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
		panic(err)
	}
}

// list asks a child with an environment.
func list(t *testing.T, env []string) childAnswer {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(env, childVariable+"=1")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the child: %v: %s", err, out)
	}
	var answer childAnswer
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return answer
}

func TestSoftwareVulkan(t *testing.T) {
	env := softvulkan.Environment(t)
	got := list(t, env)
	if got.Error != "" || len(got.Budgets) > 0 || len(got.All) != 1 {
		t.Fatalf("%+v", got)
	}
	a := got.All[0]
	t.Logf("%#v", a)
	if !strings.HasPrefix(a.String(), "SwiftShader") || !strings.HasSuffix(a.String(), " · Vulkan · software") || a.Kind != adapter.Software ||
		!strings.Contains(a.Driver, "SwiftShader") || !strings.ContainsAny(a.Driver, "0123456789") ||
		a.MemoryBytes <= 0 || a.ICD != softvulkan.Manifest(t) || len(a.UUID) != 32 || !a.Usable() {
		t.Errorf("%+v", a)
	}
	if _, ok := adapter.Best(got.All); ok {
		t.Error("software is the best")
	}
	if env, options := adapter.Select(a, got.All); len(env) != 0 || options["dawnBackendType"] != "Vulkan" {
		t.Errorf("the only one: %v, %v", env, options)
	}
}

// TestSelectedBySystem lists two drivers, and once more in the environment that chooses
// one of them.
func TestSelectedBySystem(t *testing.T) {
	swift, mock := softvulkan.Manifest(t), softvulkan.MockManifest(t)
	env := softvulkan.Environment(t, mock, swift)
	both := list(t, env)
	if both.Error != "" || len(both.All) != 2 || both.Variable != mock+":"+swift {
		t.Fatalf("%+v", both)
	}
	var files []string
	for _, a := range both.All {
		t.Logf("%#v", a)
		files = append(files, a.ICD)
		chosen, _ := adapter.Select(a, both.All)
		if alone := list(t, append(slices.Clone(env), chosen...)); len(alone.All) != 1 || alone.All[0].Key() != a.Key() {
			t.Errorf("%s: %v lists %v", a, chosen, alone)
		}
	}
	slices.Sort(files)
	want := []string{mock, swift}
	slices.Sort(want)
	if !slices.Equal(files, want) {
		t.Errorf("files %q, want %q", files, want)
	}
}

func TestSelectedByNumbers(t *testing.T) {
	swift, mock := softvulkan.Manifest(t), softvulkan.MockManifest(t)
	env := softvulkan.Environment(t, mock, swift)
	both := list(t, env)
	if both.Error != "" || len(both.All) != 2 {
		t.Fatalf("%+v", both)
	}
	// As if they had one driver.
	for i := range both.All {
		both.All[i].ICD, both.All[i].Kind = "", adapter.Discrete
	}
	for _, a := range both.All {
		chosen, _ := adapter.Select(a, both.All)
		if alone := list(t, append(slices.Clone(env), chosen...)); len(alone.All) != 1 || alone.All[0].UUID != a.UUID || alone.All[0].Device != a.Device {
			t.Errorf("%s: %v lists %v", a, chosen, alone)
		}
	}
}

func TestNoDriverAndNoLoader(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none.json")
	if got := list(t, softvulkan.Environment(t, none)); got.Error != "" || len(got.All) != 0 {
		t.Errorf("no driver: %+v", got)
	}
	damaged := filepath.Join(t.TempDir(), "damaged.json")
	if err := os.WriteFile(damaged, []byte(`{"file_format_version": "1.0.0", "ICD": {"library_path": "/nowhere.so", "api_version": "1.3.0"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := list(t, softvulkan.Environment(t, damaged)); got.Error != "" || len(got.All) != 0 {
		t.Errorf("a driver that isn't there: %+v", got)
	}
	if got := list(t, softvulkan.Environment(t, damaged, softvulkan.Manifest(t))); got.Error != "" || len(got.All) != 1 || got.All[0].ICD != softvulkan.Manifest(t) {
		t.Errorf("a driver that isn't there, and one that is: %+v", got)
	}
	// A library of that name that is none.
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "libvulkan.so.1"), []byte("no library"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := slices.DeleteFunc(os.Environ(), func(e string) bool { return strings.HasPrefix(e, "LD_LIBRARY_PATH=") })
	if got := list(t, append(env, "LD_LIBRARY_PATH="+dir)); got.Error == "" && len(got.All) == 0 || got.Error != "" && !strings.Contains(got.Error, "libvulkan.so.1") {
		t.Errorf("no loader: %+v", got)
	}
}

func TestEnded(t *testing.T) {
	if runtime.GOOS != "linux" {
		if _, err := adapter.List(t.Context()); !errors.Is(err, adapter.ErrUnsupported) {
			t.Errorf("%v, want %v", err, adapter.ErrUnsupported)
		}
		return
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if all, err := adapter.List(ctx); err == nil {
		t.Errorf("%v after the end", all)
	}
}

func TestBestAndFind(t *testing.T) {
	card := func(name string, kind adapter.Kind, missing ...string) adapter.Adapter {
		return adapter.Adapter{Name: name, Kind: kind, Backend: "Vulkan", Missing: missing}
	}
	for _, c := range []struct {
		all  []adapter.Adapter
		want string
	}{
		{nil, ""},
		{[]adapter.Adapter{card("llvmpipe", adapter.Software)}, ""},
		{[]adapter.Adapter{card("Intel", adapter.Integrated), card("NVIDIA", adapter.Discrete), card("AMD", adapter.Discrete)}, "NVIDIA"},
		{[]adapter.Adapter{card("old", adapter.Discrete, "imageCubeArray"), card("Intel", adapter.Integrated)}, "Intel"},
		{[]adapter.Adapter{card("llvmpipe", adapter.Software), card("x", adapter.Other), card("virtio", adapter.Virtual)}, "virtio"},
	} {
		if got, ok := adapter.Best(c.all); got.Name != c.want || ok != (c.want != "") {
			t.Errorf("%v: %q, %v, want %q", c.all, got.Name, ok, c.want)
		}
	}
	all := []adapter.Adapter{card("AMD Radeon 780M", adapter.Integrated), card("llvmpipe", adapter.Software)}
	for name, want := range map[string]string{"AMD Radeon 780M": "AMD Radeon 780M", " amd radeon 780m ": "AMD Radeon 780M", "LLVMpipe": "llvmpipe", "AMD": "", "": ""} {
		if got, ok := adapter.Find(all, name); got.Name != want || ok != (want != "") {
			t.Errorf("%q: %q, want %q", name, got.Name, want)
		}
	}
}

func TestPrefersFloat16(t *testing.T) {
	for _, c := range []struct {
		a    adapter.Adapter
		want bool
	}{
		{adapter.Adapter{Kind: adapter.Integrated, Float16: true}, true},
		{adapter.Adapter{Kind: adapter.Discrete}, false},
		{adapter.Adapter{Kind: adapter.Software, Float16: true}, false},
	} {
		if got := c.a.PrefersFloat16(); got != c.want {
			t.Errorf("%+v: %v", c.a, got)
		}
	}
}

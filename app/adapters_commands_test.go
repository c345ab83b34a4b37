package app_test

import (
	"strings"
	"testing"

	"descry/internal/softvulkan"
)

// devices is what these tests read of descry model device --json.
type devices struct {
	Device   string
	Adapters []struct {
		Name, Backend, Driver, Kind string
		MemoryBytes                 int64 `json:"memory_bytes"`
	}
	Providers []string
	Problem   string
}

func TestDeviceByCommand(t *testing.T) {
	for _, entry := range softvulkan.Environment(t) {
		name, value, _ := strings.Cut(entry, "=")
		t.Setenv(name, value)
	}
	photoFolder(t) // and a home
	d := parse[devices](t, mustDescry(t, "model", "device", "--json"))
	if d.Device != "auto" || len(d.Adapters) != 1 || d.Adapters[0].Name != "SwiftShader Device" || d.Adapters[0].Backend != "Vulkan" ||
		d.Adapters[0].Kind != "software" || d.Adapters[0].MemoryBytes <= 0 || d.Problem != "" || len(d.Providers) < 2 {
		t.Errorf("%+v", d)
	}
	if out := mustDescry(t, "model", "device"); !strings.Contains(out, "* auto") || !strings.Contains(out, "  SwiftShader Device") ||
		!strings.Contains(out, "software") || strings.Contains(out, "No graphics adapters") {
		t.Errorf("%s", out)
	}
	if out := mustDescry(t, "model", "device", "swiftshader device"); !strings.Contains(out, "* SwiftShader Device") {
		t.Errorf("%s", out)
	}
	if out := mustDescry(t, "model", "device", "Some Other Card"); !strings.Contains(out, "* Some Other Card") || !strings.Contains(out, "not there now") {
		t.Errorf("%s", out)
	}
	if _, errout, code := descry(t, "model", "device", "abacus"); code == 0 || !strings.Contains(errout, "the name of a graphics adapter") {
		t.Errorf("abacus: exit %d: %s", code, errout)
	}
	if out := mustDescry(t, "model", "device", "CPU"); !strings.Contains(out, "* cpu") {
		t.Errorf("%s", out)
	}
	if out := mustDescry(t, "doctor"); !strings.Contains(out, "graphics adapters") || !strings.Contains(out, "SwiftShader Device · Vulkan · software (SwiftShader driver") {
		t.Errorf("doctor: %s", out)
	}
}

func TestDoctorWithoutAdapters(t *testing.T) {
	softvulkan.Loader(t)
	for _, entry := range softvulkan.Environment(t, t.TempDir()+"/none.json") {
		name, value, _ := strings.Cut(entry, "=")
		t.Setenv(name, value)
	}
	photoFolder(t)
	if out := mustDescry(t, "doctor"); !strings.Contains(out, "none; the processor is used") {
		t.Errorf("%s", out)
	}
	if d := parse[devices](t, mustDescry(t, "model", "device", "--json")); d.Adapters == nil || len(d.Adapters) != 0 {
		t.Errorf("%+v", d)
	}
}

// TestCommandsTellOfTheCard: who is not on the card that the settings name is told so by
// what computes, once, and in the words of status.
func TestCommandsTellOfTheCard(t *testing.T) {
	dir := photoFolder(t)
	mustDescry(t, "model", "device", "Some Other Card")
	const tells = "Some Other Card can't be used, the CPU is used instead: "
	for _, command := range [][]string{{"index", dir}, {"search", "a sunset", "--json"}} {
		if _, errout, code := descry(t, command...); code != 0 || strings.Count(errout, tells) != 1 {
			t.Errorf("%s: exit %d, %s", command[0], code, errout)
		}
	}
	if out, errout, code := descry(t, "status"); code != 0 || !strings.Contains(out, "Runs on: CPU ("+tells) || strings.Contains(errout, tells) {
		t.Errorf("status: exit %d, %s%s", code, out, errout)
	}
	if out, errout, _ := descry(t, "model", "device"); !strings.Contains(out, "Runs on: CPU ("+tells) || strings.Contains(errout, tells) {
		t.Errorf("model device: %s%s", out, errout)
	}
}

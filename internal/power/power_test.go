package power

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOnBattery(t *testing.T) {
	type supply map[string]string
	charger := func(online string) supply { return supply{"type": "Mains", "online": online} }
	battery := func(status string) supply { return supply{"type": "Battery", "status": status, "present": "1"} }
	none := map[string]bool{"a desktop": true, "a mouse": true, "nothing readable": true} // no battery of its own
	for name, c := range map[string]struct {
		supplies map[string]supply
		want     bool
	}{
		"a desktop":                     {map[string]supply{}, false},
		"plugged in":                    {map[string]supply{"AC": charger("1"), "BAT0": battery("Charging")}, false},
		"plugged in, full":              {map[string]supply{"AC": charger("1"), "BAT0": battery("Full")}, false},
		"on battery":                    {map[string]supply{"AC": charger("0"), "BAT0": battery("Discharging")}, true},
		"on battery, no charger known":  {map[string]supply{"BAT0": battery("Discharging")}, true},
		"one of two empties":            {map[string]supply{"AC": charger("0"), "BAT0": battery("Not charging"), "BAT1": battery("Discharging")}, true},
		"charger too weak":              {map[string]supply{"ACAD": charger("1"), "BAT0": battery("Discharging")}, false},
		"charged over USB":              {map[string]supply{"AC": charger("0"), "ucsi-source-psy-1": {"type": "USB", "online": "2"}, "BAT0": battery("Discharging")}, false},
		"USB gives nothing":             {map[string]supply{"ucsi-source-psy-1": {"type": "USB", "online": "0"}, "BAT0": battery("Discharging")}, true},
		"unknown":                       {map[string]supply{"BAT0": battery("Unknown")}, false},
		"taken out":                     {map[string]supply{"AC": charger("0"), "BAT0": {"type": "Battery", "status": "Discharging", "present": "0"}}, false},
		"a mouse":                       {map[string]supply{"hidpp_battery_0": {"type": "Battery", "scope": "Device", "status": "Discharging"}}, false},
		"a mouse that is charged":       {map[string]supply{"mouse": {"type": "USB", "scope": "Device", "online": "1"}, "BAT0": battery("Discharging")}, true},
		"a UPS in a power cut":          {map[string]supply{"hid-ups": {"type": "UPS", "status": "Discharging"}}, true},
		"nothing readable":              {map[string]supply{"BAT0": {}}, false},
		"online isn't there":            {map[string]supply{"AC": {"type": "Mains"}, "BAT0": battery("Discharging")}, true},
		"status without case and space": {map[string]supply{"BAT0": {"type": "Battery", "status": "discharging"}}, true},
	} {
		dir := t.TempDir()
		for supply, files := range c.supplies {
			if err := os.Mkdir(filepath.Join(dir, supply), 0o700); err != nil {
				t.Fatal(err)
			}
			for file, value := range files {
				if err := os.WriteFile(filepath.Join(dir, supply, file), []byte(value+"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got := onBattery(dir); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if got := hasBattery(dir); got == none[name] {
			t.Errorf("%s: has a battery: %v", name, got)
		}
	}
	if dir := filepath.Join(t.TempDir(), "none"); onBattery(dir) || hasBattery(dir) {
		t.Error("no such folder: a battery, or on it")
	}
}

// TestHere asks this machine, which must not fail whatever it is.
func TestHere(t *testing.T) { t.Logf("on battery: %v", OnBattery()) }

// Package power tells whether the machine runs on its battery.
package power

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// folder is where Linux shows power supplies (Documentation/ABI/testing/sysfs-class-power).
const folder = "/sys/class/power_supply"

// OnBattery reports that the machine runs on its battery. OnBattery is false on a machine
// without a battery, and where the state isn't known, as on other systems than Linux.
// OnBattery reads a few small files and can be called at any time.
func OnBattery() bool { return onBattery(folder) }

func onBattery(dir string) bool {
	supplies, err := os.ReadDir(dir)
	if err != nil { // no such folder: no supplies are known, or another system
		return false
	}
	discharging := false
	for _, s := range supplies {
		supply := filepath.Join(dir, s.Name())
		// The batteries of mice, keyboards and telephones are of no matter.
		if is(supply, "scope", "Device") {
			continue
		}
		switch attribute(supply, "type") {
		case "Mains", "USB", "Wireless":
			// Of USB's kinds of chargers only one that supplies power counts.
			if online := attribute(supply, "online"); online != "" && online != "0" {
				return false
			}
		case "Battery", "UPS":
			// A battery discharges also while a charger is plugged in that is too weak. The
			// test of chargers finds such a charger.
			if is(supply, "status", "Discharging") && !is(supply, "present", "0") {
				discharging = true
			}
		}
	}
	return discharging
}

// HasBattery reports that the machine has a battery. HasBattery is true where that isn't
// known, as on other systems than Linux.
func HasBattery() bool { return runtime.GOOS != "linux" || hasBattery(folder) }

func hasBattery(dir string) bool {
	supplies, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(supplies, func(s os.DirEntry) bool {
		supply := filepath.Join(dir, s.Name())
		kind := attribute(supply, "type")
		return (kind == "Battery" || kind == "UPS") && !is(supply, "scope", "Device")
	})
}

func is(supply, name, value string) bool { return strings.EqualFold(attribute(supply, name), value) }

// attribute is the text of one of a supply's files, "" without the file.
func attribute(supply, name string) string {
	f, err := os.Open(filepath.Join(supply, name))
	if err != nil {
		return ""
	}
	defer f.Close()
	const longest = 64
	data, err := io.ReadAll(io.LimitReader(f, longest))
	if err != nil { // a battery that is being taken out
		return ""
	}
	return strings.TrimSpace(string(data))
}

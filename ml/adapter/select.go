package adapter

import (
	"fmt"
	"path/filepath"
	"strings"
)

// Select gives what makes a process's WebGPU take an adapter of a list: entries that are added
// to the process's environment, and options for ONNX Runtime's WebGPU provider. With the
// environment, [List] in the process is shorter, by which the effect can be checked.
//
// The provider takes no adapter by name. The provider asks Dawn for one with high performance
// or low power. Dawn takes the first adapter of the kind that comes first then: discrete or
// integrated, then software, then the rest, each in the order of the Vulkan loader. So the
// driver is chosen by its file, the kind by the preference, and among several of a kind the
// card by its numbers. Newer loaders (1.4.326) leave all other cards away. Mesa's layer puts
// the card first or leaves others away. Older loaders put the card first.
//
// [Doubt] says when none of these ways is certain to work.
func Select(a Adapter, all []Adapter) (env []string, options map[string]string) {
	options = map[string]string{"dawnBackendType": a.Backend, "powerPreference": "high-performance"}
	if a.Kind == Integrated {
		options["powerPreference"] = "low-power"
	}
	if len(all) < 2 {
		return nil, options
	}
	if loadable(a.ICD) {
		// Loaders before 1.3.207 know the second name only. Where both are set, newer loaders
		// go by the first.
		env = append(env, "VK_DRIVER_FILES="+a.ICD, "VK_ICD_FILENAMES="+a.ICD, "VK_ADD_DRIVER_FILES=")
	}
	same := rivals(a, all)
	if len(same) == 0 {
		return env, options
	}
	ids := fmt.Sprintf("%04x:%04x", a.Vendor, a.Device)
	env = append(env,
		fmt.Sprintf("VK_LOADER_VENDOR_ID_FILTER=0x%x", a.Vendor),
		fmt.Sprintf("VK_LOADER_DEVICE_ID_FILTER=0x%x", a.Device),
		fmt.Sprintf("VK_LOADER_DEVICE_SELECT=0x%04x:0x%04x", a.Vendor, a.Device))
	if twin(a, same) && a.Slot != "" {
		// Mesa's layer goes by the slot only if no numbers are set.
		return append(env, "MESA_VK_DEVICE_SELECT=", "DRI_PRIME=pci-"+strings.NewReplacer(":", "_", ".", "_").Replace(a.Slot)+"!"), options
	}
	return append(env, "MESA_VK_DEVICE_SELECT="+ids+"!", "DRI_PRIME="), options
}

// Doubt says why [Select] can't be relied on for an adapter of a list, "" if it can.
func Doubt(a Adapter, all []Adapter) string {
	same := rivals(a, all)
	switch {
	case !a.Usable():
		return "its driver lacks " + strings.Join(a.Missing, ", ")
	case len(same) == 0 && (first(a, all) || loadable(a.ICD)):
		return ""
	case twin(a, same):
		return "another of the same model has the same driver, and only Mesa's device-select layer tells them apart, by their slots"
	case len(same) == 0:
		return "the file of its driver isn't known, and another kind of adapter is taken before it"
	}
	return "another of its kind has the same driver; a Vulkan loader of 1.4.326 or newer, or Mesa's device-select layer, tells them apart"
}

// loadable reports that the loader takes path as one driver's file, and not as a list of
// several.
func loadable(path string) bool {
	return filepath.IsAbs(path) && !strings.Contains(path, string(filepath.ListSeparator))
}

// rivals are the other adapters of a list that may be taken instead of an adapter with the
// same driver and preference.
func rivals(a Adapter, all []Adapter) []Adapter {
	var same []Adapter
	for _, b := range all {
		if b.Name == a.Name || loadable(a.ICD) && b.ICD != a.ICD && b.ICD != "" {
			continue
		}
		if rank(b, a.Kind) <= rank(a, a.Kind) {
			same = append(same, b)
		}
	}
	return same
}

// first reports that no other adapter of the list is taken before an adapter, whatever the
// other's driver.
func first(a Adapter, all []Adapter) bool {
	for _, b := range all {
		if b.Name != a.Name && rank(b, a.Kind) <= rank(a, a.Kind) {
			return false
		}
	}
	return true
}

// twin reports that another adapter has the same numbers.
func twin(a Adapter, others []Adapter) bool {
	for _, b := range others {
		if b.Vendor == a.Vendor && b.Device == a.Device {
			return true
		}
	}
	return false
}

// rank is the place of an adapter's kind in Dawn's order, for the preference that Select gives
// for a wanted kind. Dawn doesn't know virtual adapters, which come last with the rest.
func rank(a Adapter, wanted Kind) int {
	switch {
	case a.Kind == Discrete && wanted != Integrated, a.Kind == Integrated && wanted == Integrated:
		return 0
	case a.Kind == Discrete, a.Kind == Integrated:
		return 1
	case a.Kind == Software:
		return 2
	}
	return 3
}

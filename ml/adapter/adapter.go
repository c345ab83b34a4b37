// Package adapter tells which graphics adapters this machine has, what the adapters can do,
// how much of their memory others use, and how a program is made to take a certain adapter.
//
// [List] and [Adapter.Budget] load the drivers of the cards into the process, and a driver may
// crash or hang the process: both are for a process that can be lost. [Uses] only reads files
// of the system.
//
// Adapters are known on Linux, through the Vulkan loader. On other systems [List] fails with
// [ErrUnsupported].
package adapter

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrUnsupported reports that adapters can't be listed on this system.
var ErrUnsupported = errors.New("graphics adapters can't be listed on this system")

// ErrNoLoader reports that the Vulkan loader isn't there. Every graphics driver of a Linux
// distribution comes with the loader.
var ErrNoLoader = errors.New("the Vulkan loader, libvulkan.so.1, was not found; it comes with the driver of a graphics card")

// Kind is what an adapter is made of.
type Kind string

// The kinds of adapters. Other is an adapter whose driver names none of the other kinds.
const (
	Discrete   Kind = "discrete"   // a card with memory of the card's own
	Integrated Kind = "integrated" // in the processor, with the system's memory
	Virtual    Kind = "virtual"    // a part of a card, in a virtual machine
	Software   Kind = "software"   // no card: the processor computes
	Other      Kind = "other"
)

// Adapter is one graphics adapter with one driver.
type Adapter struct {
	// Name is the card's name as users know it, "AMD Radeon 780M". A name has at least two
	// words, and no two adapters of a list have the same name.
	Name string `json:"name"`
	// Backend is the interface to the adapter: "Vulkan".
	Backend string `json:"backend"`
	// Driver is the driver's name and version, "radv Mesa 24.0.5".
	Driver string `json:"driver"`
	Kind   Kind   `json:"kind"`
	// Vendor and Device are the PCI numbers of the card, or the maker's own where there is no
	// PCI.
	Vendor uint32 `json:"vendor"`
	Device uint32 `json:"device"`
	// MemoryBytes is the size of the largest part of memory that the adapter calls its own,
	// which is system memory for an integrated one. 0 stands for unknown.
	MemoryBytes int64 `json:"memory_bytes"`
	// BufferBytes is how large a buffer of a shader can be, 0 if the driver doesn't say.
	BufferBytes int64 `json:"buffer_bytes,omitempty"`
	// Float16 says that shaders can compute in 16 bits: WebGPU's feature "shader-f16".
	Float16 bool `json:"float16"`
	// Missing are features that WebGPU needs and the driver lacks, by their Vulkan names. An
	// adapter with a missing feature can't be used.
	Missing []string `json:"missing,omitempty"`
	// ICD is the path of the file by which the Vulkan loader found the driver, "" if the path
	// isn't known.
	ICD string `json:"icd,omitempty"`
	// Slot is the PCI slot of the card, "0000:03:00.0", "" where the driver doesn't say.
	Slot string `json:"slot,omitempty"`
	// Node is the device number of the card's render node in /dev/dri, "226:128", "" where
	// the driver doesn't say.
	Node string `json:"node,omitempty"`
	// UUID tells adapters of one driver apart, in hexadecimal digits.
	UUID string `json:"uuid,omitempty"`
}

// String is the adapter as lists show it: "AMD Radeon 780M · Vulkan".
func (a Adapter) String() string {
	s := a.Name + " · " + a.Backend
	if a.Kind == Software {
		s += " · software"
	}
	return s
}

// Key is equal for the same card with the same driver. A measurement for a key holds until the
// driver changes.
func (a Adapter) Key() string {
	return fmt.Sprintf("%s %04x:%04x %s, %s", a.Backend, a.Vendor, a.Device, a.Name, a.Driver)
}

// Usable reports that WebGPU can use the adapter as far as features tell. Dawn also looks at
// the adapter's limits, which are not queried here since drivers of real cards keep to them.
func (a Adapter) Usable() bool { return len(a.Missing) == 0 }

// PrefersFloat16 reports that products should be computed in 16 bits: shaders can, and the
// adapter is a card. A processor is slower in 16 bits, and Mesa's driver for processors jumps
// to address 0 in such shaders.
func (a Adapter) PrefersFloat16() bool { return a.Float16 && a.Kind != Software }

// kinds are the kinds of real cards from the fastest on.
var kinds = []Kind{Discrete, Integrated, Virtual, Other}

// Best is the adapter to take if the user named none: the first usable of the best kind.
// Software is never the best.
func Best(all []Adapter) (Adapter, bool) {
	for _, kind := range kinds {
		for _, a := range all {
			if a.Kind == kind && a.Usable() {
				return a, true
			}
		}
	}
	return Adapter{}, false
}

// BestOnBattery is [Best] while the machine runs on its battery: the adapter in the processor
// comes first, since it takes a fraction of a card's power.
func BestOnBattery(all []Adapter) (Adapter, bool) {
	for _, a := range all {
		if a.Kind == Integrated && a.Usable() {
			return a, true
		}
	}
	return Best(all)
}

// Find is the adapter with a name, compared without regard to case.
func Find(all []Adapter, name string) (Adapter, bool) {
	name = strings.TrimSpace(name)
	i := slices.IndexFunc(all, func(a Adapter) bool { return strings.EqualFold(a.Name, name) })
	if i < 0 {
		return Adapter{}, false
	}
	return all[i], true
}

// Budget is how much of an adapter's memory there is, and how much others take now.
type Budget struct {
	// TotalBytes is the size of the part of memory that the adapter calls its own.
	TotalBytes int64 `json:"total_bytes"`
	// OthersBytes is the part of TotalBytes that this process can't have: other programs', the
	// screen's, the driver's own.
	OthersBytes int64 `json:"others_bytes"`
}

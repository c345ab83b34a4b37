package models

import (
	"cmp"
	"fmt"
	"slices"

	"descry/app/config"
	"descry/app/notice"
	"descry/app/problem"
	"descry/ml/adapter"
	"descry/ml/ort"
)

// DeviceUse is what the setting of the device means on this machine.
type DeviceUse struct {
	Providers   []ort.Provider
	environment []string          // of the process that computes
	Options     map[string]string // of WebGPU
	Adapter     string            // that WebGPU takes, "" where that isn't known
	Card        adapter.Adapter   // the same, with all that is known of it
	spareMB     int               // of its memory, 0 where that isn't known
	problem     notice.Notice     // why the setting can't be followed, for the user
}

// onCPU is what is left where something can't be used, and why.
func onCPU(what string, why notice.Notice) DeviceUse {
	problem := notice.New("device-unusable", notice.Params{"Device": fmt.Sprintf("%.80s", what), "Reason": why})
	return DeviceUse{Providers: []ort.Provider{ort.CPU}, problem: problem}
}

// UseOf finds out what a setting means. The adapters are listed only for a setting that needs
// them. A software adapter is used only if the setting names it. On battery the adapter in the
// processor is taken unless the setting names another.
func UseOf(setting string, onBattery bool, adapters func() (AdapterList, error)) (DeviceUse, error) {
	name := config.NamedAdapter(setting)
	use := DeviceUse{Providers: []ort.Provider{ort.WebGPU, ort.CPU}}
	if name == "" {
		providers, err := ort.ParseDevice(setting)
		if err != nil || !slices.Contains(providers, ort.WebGPU) {
			return DeviceUse{Providers: providers}, err
		}
		use.Providers = providers
	}
	list, err := adapters()
	what := cmp.Or(name, ort.WebGPU.String())
	switch {
	case err != nil && name == "", list.Unknown && name == "": // trying the device shows more
		return use, nil
	case err != nil:
		return onCPU(what, problem.Of(err)), nil
	}
	a, ok := bestAdapter(list.Adapters, onBattery)
	if name != "" {
		a, ok = adapter.Find(list.Adapters, name)
	}
	switch {
	case !ok && len(use.Providers) > 2: // others may do
		use.Providers = slices.DeleteFunc(slices.Clone(use.Providers), func(p ort.Provider) bool { return p == ort.WebGPU })
		return use, nil
	case !ok && list.Problem != "":
		return onCPU(what, notice.AsItIs(list.Problem)), nil
	case !ok && name != "":
		return onCPU(what, notice.New("device-no-such-adapter", nil)), nil
	case !ok:
		return onCPU(what, notice.New("device-no-card-here", nil)), nil
	case !a.Usable():
		return onCPU(what, notice.AsItIs(adapter.Doubt(a, list.Adapters))), nil
	}
	return useOn(a, list, use.Providers), nil
}

// bestAdapter is the adapter that is taken if the setting names none.
func bestAdapter(all []adapter.Adapter, onBattery bool) (adapter.Adapter, bool) {
	if onBattery {
		return adapter.BestOnBattery(all)
	}
	return adapter.Best(all)
}

// useOn has WebGPU take an adapter of a list.
func useOn(a adapter.Adapter, list AdapterList, providers []ort.Provider) DeviceUse {
	use := DeviceUse{Providers: providers, Adapter: a.Name, Card: a}
	use.environment, use.Options = adapter.Select(a, list.Adapters)
	budget, told := list.Budgets[a.Name]
	use.spareMB = int(spareMemory(a, budget, told, availableMemory(meminfo)) >> 20)
	return use
}

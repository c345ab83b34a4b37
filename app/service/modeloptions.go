package service

import (
	"cmp"

	"descry/app/config"
	"descry/ml"
	"descry/ml/ort"
)

// modelOptions are the settings of a pack's towers on what the device came to. A small
// text tower is loaded as it is stored, since it answers a query in milliseconds either
// way; a large one is worth the second that rearranging its weights takes.
func modelOptions(s config.Settings, p *ml.Pack, use deviceUse) ort.ModelOptions {
	image := ort.Options{IntraOpThreads: s.Threads, Providers: use.providers,
		Environment: use.environment, ProviderOptions: use.options,
		Float16: use.card.PrefersFloat16(), BufferMB: int(use.card.BufferBytes >> 20)}
	text, small := image, len(p.Text.ExternalData) == 0
	text.KeepQuantized, text.DisablePrepacking = small, small
	return ort.ModelOptions{Image: image, Text: text, MemoryMB: cmp.Or(s.GPUMemoryMB, use.spareMB)}
}

package models

import (
	"cmp"

	"descry/app/config"
	"descry/ml"
	"descry/ml/ort"
)

// modelOptions are the options of a pack's towers on a device. A small text tower is loaded as
// it is stored, since a query takes milliseconds either way. For a large text tower,
// rearranging its weights is worth the second that it takes.
func modelOptions(s config.Settings, p *ml.Pack, use DeviceUse) ort.ModelOptions {
	image := ort.Options{IntraOpThreads: s.Threads, Providers: use.Providers,
		Environment: use.environment, ProviderOptions: use.Options,
		Float16: use.Card.PrefersFloat16(), BufferMB: int(use.Card.BufferBytes >> 20)}
	text, small := image, len(p.Text.ExternalData) == 0
	text.KeepQuantized, text.DisablePrepacking = small, small
	return ort.ModelOptions{Image: image, Text: text, MemoryMB: cmp.Or(s.GPUMemoryMB, use.spareMB)}
}

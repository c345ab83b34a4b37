package ort

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"descry/ml/cardgraph"
)

// maxRewritten bounds the model files that are rewritten: it takes their size in memory,
// twice. The graph of an imported tower has a few megabytes, its weights lie beside it.
const maxRewritten = 512 << 20

// forCard replaces a model by one that WebGPU computes whole, on the same weights, and
// adds what a session of it has to be told. A model in a way not known is left as it is:
// it may run, and if it doesn't, the error says so.
func forCard(model modelFile, o Options) (modelFile, Options, error) {
	data := model.data
	if model.path != "" {
		info, err := os.Stat(model.path)
		if err != nil || info.Size() > maxRewritten {
			return model, o, err
		}
		if data, err = os.ReadFile(model.path); err != nil {
			return model, o, err
		}
	}
	precision := cardgraph.Float32
	if o.Float16 {
		precision = cardgraph.Float16
	}
	g, err := cardgraph.Rewrite(data, precision)
	if errors.Is(err, cardgraph.ErrUnknown) {
		return model, o, nil
	}
	if err != nil {
		return model, o, err
	}
	if err := fits(g, o); err != nil {
		return model, o, err
	}
	if model.path != "" {
		model.weights = filepath.Dir(model.path)
	}
	model.path, model.data = "", g.Model
	const stay = "forceCpuNodeNames"
	if _, told := o.ProviderOptions[stay]; len(g.OnProcessor) > 0 && !told {
		o.ProviderOptions = maps.Clone(o.ProviderOptions)
		if o.ProviderOptions == nil {
			o.ProviderOptions = make(map[string]string)
		}
		o.ProviderOptions[stay] = strings.Join(g.OnProcessor, "\n")
	}
	return model, o, nil
}

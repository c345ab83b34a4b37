package ort

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"descry/ml/cardgraph"
)

// maxRewritten bounds the model files that are rewritten, since rewriting takes twice their
// size in memory. The graph of an imported tower has a few megabytes, with the weights beside.
const maxRewritten = 512 << 20

// forCard replaces a model by one that WebGPU computes whole, on the same weights, and adds
// the options that a session of the new model needs. A model of an unknown kind is left as it
// is: the model may run, and if not, the error says so.
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

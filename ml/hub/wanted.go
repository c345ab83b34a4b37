package hub

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Names of the files that an import reads.
const (
	configFile    = "config.json"
	tokenizerFile = "tokenizer.json"
	readmeFile    = "README.md" // says under what licence the weights are
	indexFile     = "model.safetensors.index.json"
	singleFile    = "model.safetensors"
	torchFile     = "pytorch_model.bin"
)

// trainingState lists .pt files that lie beside weights but hold none.
var trainingState = []string{"optimizer.pt", "scheduler.pt", "scaler.pt", "training_args.pt", "rng_state.pt"}

var shardFile = regexp.MustCompile(`^model-(\d{5})-of-(\d{5})\.safetensors$`)

// Wanted picks what an import needs, the small files first: never the weights in
// two formats, code, or the state of a training. It looks only at the top of the
// repository.
func (l Listing) Wanted() ([]File, error) {
	top := map[string]File{}
	for _, f := range l.Files {
		if !strings.Contains(f.Path, "/") {
			top[f.Path] = f
		}
	}
	names, err := l.names(top)
	if err != nil {
		return nil, &failure{kind: ErrUnsuitable, sentence: fmt.Sprintf("%s can't be imported: %v", l.Repository, err)}
	}
	var files []File
	for _, name := range names {
		files = append(files, top[name])
	}
	return files, nil
}

func (l Listing) names(top map[string]File) (names []string, err error) {
	for _, name := range []string{readmeFile, configFile} {
		if _, ok := top[name]; ok {
			names = append(names, name)
		}
	}
	if l.Tower == Text {
		for _, name := range []string{configFile, tokenizerFile} {
			if _, ok := top[name]; !ok {
				return nil, fmt.Errorf("it has no %s", name)
			}
		}
		names = append(names, tokenizerFile)
	} else if weights, err := torchWeights(top); err != nil || weights != "" {
		return append(names, weights), err
	}
	weights, err := safetensors(top)
	if err != nil {
		return nil, err
	}
	if _, ok := top[torchFile]; ok && weights == nil && l.Tower == Vision {
		weights = []string{torchFile}
	}
	if weights == nil {
		return nil, fmt.Errorf("it has no weights that this program can read")
	}
	return append(names, weights...), nil
}

// torchWeights is the .pt file of a vision tower: where there is one, other
// formats lack the text adapter.
func torchWeights(top map[string]File) (string, error) {
	var found []string
	for name := range top {
		if path.Ext(name) == ".pt" && !strings.HasPrefix(name, ".") && !slices.Contains(trainingState, name) {
			found = append(found, name)
		}
	}
	if len(found) > 1 {
		return "", fmt.Errorf("it has %d .pt files, and which one is meant is unknown", len(found))
	}
	return strings.Join(found, ""), nil
}

// safetensors names the index and its shards, else the single file, else nothing.
// Shards are known by their names, which all say how many there are.
func safetensors(top map[string]File) ([]string, error) {
	if _, ok := top[indexFile]; ok {
		shards, err := shards(top)
		if err != nil {
			return nil, err
		}
		if shards != nil {
			return append([]string{indexFile}, shards...), nil
		}
	}
	if _, ok := top[singleFile]; ok {
		return []string{singleFile}, nil
	}
	return nil, nil
}

func shards(top map[string]File) ([]string, error) {
	var found []string
	counts := map[string]bool{}
	for name := range top {
		if m := shardFile.FindStringSubmatch(name); m != nil {
			found = append(found, name)
			counts[m[2]] = true
		}
	}
	if found == nil {
		return nil, nil
	}
	slices.Sort(found)
	for i, name := range found {
		m := shardFile.FindStringSubmatch(name)
		number, _ := strconv.Atoi(m[1]) // the pattern has only digits
		count, _ := strconv.Atoi(m[2])
		if len(counts) > 1 || number != i+1 || count != len(found) {
			return nil, fmt.Errorf("of its weights in %s parts, parts are missing or left over", m[2])
		}
	}
	return found, nil
}

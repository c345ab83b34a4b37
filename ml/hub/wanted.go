package hub

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"descry/ml/checkpoint"
)

// Names of the files that an import reads beside the weights.
const (
	configFile    = "config.json"
	tokenizerFile = "tokenizer.json"
	readmeFile    = "README.md" // names the licence of the weights
)

// Wanted picks the files that an import needs, the small ones first: never the weights in two
// formats, code, or the state of a training. Of several weights Wanted takes those of the
// import, see [checkpoint.Weights]. Wanted looks only at the top of the repository.
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
	}
	weights, err := checkpoint.Weights(slices.Collect(maps.Keys(top)))
	if err != nil {
		return nil, err
	}
	return append(names, weights...), nil
}

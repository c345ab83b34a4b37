package checkpoint

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Names of the files that publishers use.
const (
	indexSuffix = ".index.json"
	singleFile  = "model.safetensors"
	indexFile   = singleFile + indexSuffix
	torchFile   = "pytorch_model.bin"
)

// shardName is the name of one of several files that are opened together: the model's name,
// the file's number, from 1, and the number of files.
var shardName = regexp.MustCompile(`^(.+)-(\d{5})-of-(\d{5})\.safetensors$`)

// trainingState lists .pt files that lie beside weights but hold none.
var trainingState = []string{"optimizer.pt", "scheduler.pt", "scaler.pt", "training_args.pt", "rng_state.pt"}

// ErrNoWeights says that a folder holds no weights at all.
var ErrNoWeights = errors.New("no weights")

// errWhich says that the user has to choose.
var errWhich = errors.New("which is meant can't be known")

// preferences are the ways in which weights are published, the preferred one first. Each
// function takes sorted names and returns those of its way, nil if there are none.
//
// A .pt file comes first: where a release has both, the .pt file is the whole model and the
// others lack the text adapter.
var preferences = []func(names []string) ([]string, error){
	oneOf(func(name string) bool { return path.Ext(name) == ".pt" && !slices.Contains(trainingState, name) }),
	indexAndShards,
	oneOf(func(name string) bool { return name == singleFile }),
	oneOf(func(name string) bool { return path.Ext(name) == ".safetensors" && !shardName.MatchString(name) }),
	oneOf(func(name string) bool { return name == torchFile }),
}

// Weights picks, among the names of a folder's files, those that [Open] reads of the folder:
// the weights in one format, and never the state of a training. The first is the one to open.
// An index is followed by its shards. The download also uses Weights, so that the import reads
// what was downloaded.
//
// An error says what is there instead: no weights, several, or a part of them.
func Weights(names []string) ([]string, error) {
	names = slices.DeleteFunc(slices.Sorted(slices.Values(names)), func(name string) bool {
		return strings.HasPrefix(name, ".") // a system's own, such as "._model.pt"
	})
	for _, preferred := range preferences {
		if found, err := preferred(names); found != nil || err != nil {
			return found, err
		}
	}
	switch {
	case slices.ContainsFunc(names, shardName.MatchString):
		return nil, fmt.Errorf("no weights that can be read: %s, which belongs to weights in parts, is missing", indexFile)
	case slices.Contains(names, indexFile):
		return nil, fmt.Errorf("no weights that can be read: the parts that belong to %s are missing", indexFile)
	case slices.Contains(names, torchFile+indexSuffix):
		return nil, fmt.Errorf("no weights that can be read: %s in several parts is not supported, get the safetensors files", torchFile)
	}
	return nil, fmt.Errorf("%w: neither *.safetensors nor *.pt nor %s", ErrNoWeights, torchFile)
}

// oneOf finds the one name that fits. Several are an error.
func oneOf(fits func(name string) bool) func([]string) ([]string, error) {
	return func(names []string) ([]string, error) {
		var found []string
		for _, name := range names {
			if fits(name) {
				found = append(found, name)
			}
		}
		if len(found) > 1 {
			return nil, fmt.Errorf("there are %d weight files, such as %s and %s, and %w", len(found), quote(found[0]), quote(found[1]), errWhich)
		}
		return found, nil
	}
}

// indexAndShards finds the index and its shards by their names, which all say how many shards
// there are. An index without any shard was left over.
func indexAndShards(names []string) ([]string, error) {
	found, counts := []string{indexFile}, map[string]bool{}
	for _, name := range names {
		if m := shardName.FindStringSubmatch(name); m != nil && m[1]+".safetensors" == singleFile {
			found = append(found, name)
			counts[m[3]] = true
		}
	}
	if len(found) == 1 || !slices.Contains(names, indexFile) {
		return nil, nil
	}
	for i, name := range found[1:] {
		m := shardName.FindStringSubmatch(name)
		number, _ := strconv.Atoi(m[2]) // the pattern has only digits
		count, _ := strconv.Atoi(m[3])
		if len(counts) > 1 || number != i+1 || count != len(found)-1 {
			return nil, fmt.Errorf("of weights in %d parts, parts are missing or left over", count)
		}
	}
	return found, nil
}

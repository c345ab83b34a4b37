package index

import (
	"slices"
	"strings"

	"descry/library"
	"descry/library/metadata"
)

// keywords are the tags in a file's metadata: the paths of its hierarchy with slashes between
// the levels ("animals/dogs"), and the flat keywords that are no level of a path. A slash in a
// flat keyword ("B/W") or in a level ("Music|AC/DC") parts no levels. Programs that know
// hierarchies write each level as a flat keyword as well, for programs that don't: as tags of
// their own these keywords would only repeat the path.
func keywords(m metadata.Metadata) []string {
	covered := make(map[string]bool)
	var list []string
	for _, path := range m.Hierarchical {
		levels := strings.Split(path, "|")
		for i, level := range levels {
			covered[sameWord(level)] = true
			covered[sameWord(strings.Join(levels[:i+1], "|"))] = true
			covered[sameWord(strings.Join(levels[:i+1], "/"))] = true
		}
	}
	for _, path := range m.Hierarchical {
		if !hasBelow(m.Hierarchical, path) {
			list = append(list, library.JoinLevels(strings.Split(path, "|")))
		}
	}
	for _, word := range m.Keywords {
		if !covered[sameWord(word)] {
			list = append(list, library.JoinLevels(strings.Split(word, "|")))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// hasBelow reports a path that another path goes on from. Lightroom and digiKam may write the
// levels above as well, and a tag stands for the tags above.
func hasBelow(paths []string, path string) bool {
	return slices.ContainsFunc(paths, func(p string) bool { return strings.HasPrefix(sameWord(p), sameWord(path)+"|") })
}

// sameWord makes keywords the same that differ in case or blanks alone.
func sameWord(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

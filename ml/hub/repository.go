package hub

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
)

// Tower is the half of a trained pair that a repository holds.
type Tower int

// The two towers.
const (
	Vision Tower = iota
	Text
)

// Repository is a model on Hugging Face.
type Repository struct {
	Owner, Name string
	// Revision is a branch, a tag or a commit, "main" if empty.
	Revision string
	// Tower says which files an import needs.
	Tower Tower
}

// String is owner and name, parted by a slash.
func (r Repository) String() string { return r.Owner + "/" + r.Name }

func (r Repository) revision() string { return cmp.Or(r.Revision, "main") }

var (
	plainName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]{0,95}$`)
	revision  = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._/-]{0,199}$`)
	sha1Hex   = regexp.MustCompile(`^[0-9a-f]{40}$`)
	sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// check refuses what can't be a repository, before the name becomes part of an address.
func (r Repository) check() error {
	for _, part := range []string{r.Owner, r.Name} {
		if !plainName.MatchString(part) || strings.Contains(part, "..") {
			return &failure{kind: ErrNotFound, sentence: fmt.Sprintf("%.100q is not the name of a repository: want owner/name", r.String())}
		}
	}
	if rev := r.revision(); !revision.MatchString(rev) || strings.Contains(rev, "..") {
		return &failure{kind: ErrNotFound, sentence: fmt.Sprintf("%.100q is not the name of a revision", rev)}
	}
	return nil
}

package problem

import (
	"fmt"
	"strings"

	"descry/library"
)

// MissingError says that there is no catalogue, or an empty file, beside what belongs to
// one. It is library.ErrDamaged.
type MissingError struct {
	Catalogue string
	Beside    []string // what there is
	Empty     bool
	Words     bool // what the user said is among it
}

// Error says what is there and what is not, and what doctor can do.
func (e *MissingError) Error() string {
	if e.Words {
		return e.Found() + "; descry doctor brings back what you said"
	}
	return e.Found() + "; descry doctor makes a new one, but there is no copy of what you said: if you have a backup, descry restore FILE then takes it in"
}

// Found says what is there and what is not.
func (e *MissingError) Found() string {
	state := "is missing"
	if e.Empty {
		state = "is empty"
	}
	return fmt.Sprintf("the catalogue %s %s, though %s beside it", e.Catalogue, state, listOf(e.Beside))
}

// Is makes it library.ErrDamaged.
func (e *MissingError) Is(err error) bool { return err == library.ErrDamaged }

// listOf puts things with their verb into a sentence.
func listOf(things []string) string {
	last := len(things) - 1
	if last == 0 {
		return things[0] + " lie"
	}
	return strings.Join(things[:last], ", ") + " and " + things[last] + " lie"
}

package library

import (
	"errors"
	"fmt"
)

// Errors that callers tell apart.
var (
	ErrNotFound     = errors.New("not in the catalogue")
	ErrFolderExists = errors.New("the folder is already in the library")
	ErrNameTaken    = errors.New("the name is taken")
	ErrChanged      = errors.New("it was changed since")
	ErrNoName       = errors.New("a tag or a person needs a name with a word in it")
	ErrLongName     = errors.New("the name of a tag or a person can have 1,024 signs at the most")
	ErrLongCaption  = errors.New("a caption can have 100,000 signs at the most")
	ErrOffline      = errors.New("the folder is offline")
	ErrNewerSchema  = errors.New("the catalogue was written by a newer Descry; update Descry to open it")
	ErrOlderSchema  = errors.New("the catalogue was written by an older Descry and has to be updated first; make its folder writable, or copy it to one that is")
	ErrUnreadLog    = errors.New("the last changes are in a log beside the catalogue that can't be read here; make its folder writable, or copy it to one that is")
	ErrDamaged      = errors.New("the catalogue file is damaged; run descry doctor")
	ErrReadOnly     = errors.New("the catalogue can't be written; check the folder's permissions and free space")
	ErrFull         = errors.New("the disk is full; free some space, and Descry goes on")
	ErrBusy         = errors.New("another Descry has been writing for so long that this was given up; try again when it is done")
	ErrTooManyFiles = errors.New("too many files are open at once; close other programs, or raise the limit of open files (ulimit -n)")
)

// NestedError says that a folder lies inside one that is already in the library.
type NestedError struct{ Path, Parent string }

// Error names both folders.
func (e *NestedError) Error() string {
	return fmt.Sprintf("%s is already covered by %s", e.Path, e.Parent)
}

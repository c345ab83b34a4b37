package library

import (
	"encoding/json"
	"time"
)

// UserChange is something that the user said or did, as the catalogue recorded it
// in the transaction that wrote it.
type UserChange struct {
	N      int64     // counts the changes of a catalogue, from 1
	At     time.Time // of the transaction
	Record json.RawMessage
}

package library

import (
	"encoding/json"
	"time"
)

// OwnerChange is something that the owner said or did, as the catalogue recorded it
// in the transaction that wrote it.
type OwnerChange struct {
	N      int64     // counts the changes of a catalogue, from 1
	At     time.Time // of the transaction
	Record json.RawMessage
}

package library

import (
	"encoding/json"
	"time"
)

// UserChange is one annotation or action of the user, as the catalogue recorded it in the
// transaction that wrote it.
type UserChange struct {
	N      int64     // number of the change in the catalogue, from 1
	At     time.Time // time of the transaction
	Record json.RawMessage
}

package query

import "time"

// Now is the time on the user's clock, written as UTC like the clocks of
// cameras are.
func Now() time.Time {
	now := time.Now()
	_, offset := now.Zone()
	return now.UTC().Add(time.Duration(offset) * time.Second)
}

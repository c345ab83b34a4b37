package copies

import (
	"fmt"
	"slices"
	"time"
)

// How many copies are kept: the newest of as many days, weeks and months as have one.
const (
	keptDays   = 7
	keptWeeks  = 4
	keptMonths = 12
	// keptBefore is how many copies before something large are kept besides.
	keptBefore = 10
	// keptAhead is how many copies with a date to come are kept. Copies made while the clock
	// was wrong must not push out others.
	keptAhead = 3
	day       = 24 * time.Hour
)

// superfluous are the copies that needn't be kept.
func superfluous(list []Copy, now time.Time) (gone []Copy) {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Copy) int { return b.At.Compare(a.At) }) // newest first
	// days, weeks and months are the slots that have a copy so far.
	days, weeks, months := make(map[string]bool), make(map[string]bool), make(map[string]bool)
	ahead, before := 0, 0
	for _, c := range list {
		if c.At.Sub(now) > day {
			if ahead++; ahead > keptAhead {
				gone = append(gone, c)
			}
			continue
		}
		if c.Before != "" {
			if before++; before > keptBefore {
				gone = append(gone, c)
			}
			continue
		}
		year, week := c.At.ISOWeek()
		kept := take(days, c.At.Format(time.DateOnly), keptDays)
		kept = take(weeks, fmt.Sprint(year, " ", week), keptWeeks) || kept
		kept = take(months, c.At.Format("2006-01"), keptMonths) || kept
		if !kept {
			gone = append(gone, c)
		}
	}
	return gone
}

// take fills a slot unless the slot is taken, or limit slots are.
func take(slots map[string]bool, slot string, limit int) bool {
	if slots[slot] || len(slots) >= limit {
		return false
	}
	slots[slot] = true
	return true
}

package copies

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// daysAgo are the ages of copies in days.
func daysAgo(list []Copy, now time.Time) (ages []int) {
	for _, c := range list {
		ages = append(ages, int(now.Sub(c.At)/day))
	}
	slices.Sort(ages)
	return ages
}

// rotated makes a copy on each day of two years that made says, rotating after each, and
// calls check with what is kept.
func rotated(made func(n int) bool, check func(n int, now time.Time, kept []Copy)) {
	var kept []Copy
	for n := range 2 * 366 {
		now := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, n)
		if made(n) {
			kept = append(kept, Copy{At: now})
			gone := superfluous(kept, now)
			kept = slices.DeleteFunc(kept, func(c Copy) bool { return slices.Contains(gone, c) })
		}
		check(n, now, kept)
	}
}

func TestRotationOverTwoYears(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for name, made := range map[string]func(n int) bool{
		"each day":             func(int) bool { return true },
		"each second day":      func(n int) bool { return n%2 == 0 },
		"on Saturdays":         func(n int) bool { return n%7 == 5 },
		"now and then":         func(int) bool { return rng.IntN(9) == 0 },
		"with a long pause":    func(n int) bool { return n < 200 || n > 500 },
		"each day of one week": func(n int) bool { return n%30 < 7 },
	} {
		t.Run(name, func(t *testing.T) {
			var all []time.Time
			rotated(made, func(n int, now time.Time, kept []Copy) {
				if made := len(all); len(kept) > 0 && (made == 0 || !kept[len(kept)-1].At.Equal(all[made-1])) {
					all = append(all, kept[len(kept)-1].At)
				}
				if len(kept) > keptDays+keptWeeks+keptMonths {
					t.Fatalf("day %d: %d copies: %v days ago", n, len(kept), daysAgo(kept, now))
				}
				at := func(want time.Time) bool {
					return slices.ContainsFunc(kept, func(c Copy) bool { return c.At.Equal(want) })
				}
				// The last seven are there.
				for _, one := range all[max(0, len(all)-keptDays):] {
					if !at(one) {
						t.Fatalf("day %d: the copy of %v is gone; there are %v days ago", n, one.Format(time.DateOnly), daysAgo(kept, now))
					}
				}
				// Of each of the last twelve months with a copy the last is there, and of
				// each of the last four weeks.
				for what, key := range map[string]func(time.Time) int{
					"month": func(t time.Time) int { return t.Year()*12 + int(t.Month()) },
					"week":  func(t time.Time) int { y, w := t.ISOWeek(); return y*60 + w },
				} {
					slots := map[string]int{"month": keptMonths, "week": keptWeeks}[what]
					met := make(map[int]bool)
					for _, one := range slices.Backward(all) {
						if met[key(one)] {
							continue
						}
						if len(met) == slots {
							break
						}
						met[key(one)] = true
						if !at(one) {
							t.Fatalf("day %d: the last copy of a %s, of %v, is gone", n, what, one.Format(time.DateOnly))
						}
					}
				}
			})
		})
	}
}

func TestRotationOfOtherCopies(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var list []Copy
	for n := range 20 {
		list = append(list, Copy{At: now.Add(-time.Duration(n) * time.Hour), Before: "restore"},
			Copy{At: now.AddDate(5, 0, n)}, Copy{At: now.AddDate(0, 0, -n)})
	}
	gone := superfluous(list, now)
	var before, ahead, daily int
	for _, c := range list {
		switch {
		case slices.Contains(gone, c):
		case c.Before != "":
			before++
		case c.At.After(now):
			ahead++
		default:
			daily++
		}
	}
	// Of twenty days 7, the ends of four weeks and of two months, two of which are among
	// the days.
	if before != keptBefore || ahead != keptAhead || daily < keptDays || daily > keptDays+keptWeeks {
		t.Errorf("%d made before something, %d ahead of time, %d daily", before, ahead, daily)
	}
}

package service

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"descry/app/problem"
)

// mostAge is the highest number of an age: with years, before all photos.
const mostAge = 9999

// Before returns the time that lies an age before now. An age is a number and a unit:
// d (days), w (weeks), m (months) or y (years), as in 90d.
func Before(now time.Time, age string) (time.Time, error) {
	text := strings.TrimSpace(age)
	wrong := &problem.UsageError{Err: fmt.Errorf("%q is no age; write a number and d, w, m or y, as in 90d, 6m or 2y", age)}
	if text == "" || text[0] < '0' || text[0] > '9' {
		return now, wrong
	}
	n, err := strconv.Atoi(text[:len(text)-1])
	if err != nil || n > mostAge {
		return now, wrong
	}
	switch text[len(text)-1] {
	case 'd':
		return now.AddDate(0, 0, -n), nil
	case 'w':
		return now.AddDate(0, 0, -7*n), nil
	case 'm':
		return now.AddDate(0, -n, 0), nil
	case 'y':
		return now.AddDate(-n, 0, 0), nil
	}
	return now, wrong
}

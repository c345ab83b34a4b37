package service

import (
	"strconv"
	"strings"
	"time"

	"descry/app/notice"
	"descry/app/problem"
)

// mostAge is the highest number of an age: with years, before all photos.
const mostAge = 9999

// Before returns the time that lies an age before now. An age is a number and a unit:
// d (days), w (weeks), m (months) or y (years), as in 90d.
func Before(now time.Time, age string) (time.Time, error) {
	text := strings.TrimSpace(age)
	wrong := problem.Usage("age-wrong", notice.Params{"Age": problem.Quotable(age, 1000)})
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

package service

import (
	"errors"
	"testing"
	"time"

	"descry/app/problem"
)

func TestAges(t *testing.T) {
	now := time.Date(2024, 5, 31, 12, 0, 0, 0, time.UTC)
	for age, want := range map[string]string{
		"0d": "2024-05-31", "90d": "2024-03-02", "1w": "2024-05-24", " 12m ": "2023-05-31", "2y": "2022-05-31",
		"": "", "d": "", "90": "", "-1d": "", "+1d": "", "1.5y": "", "1h": "", "2years": "", "99999y": "", "9 d": "", "١d": "",
	} {
		got, err := Before(now, age)
		switch {
		case want == "" && !errors.Is(err, problem.ErrUsage):
			t.Errorf("%q is %v, %v", age, got, err)
		case want != "" && (err != nil || got.Format(time.DateOnly) != want):
			t.Errorf("%q is %v, %v; want %s", age, got, err, want)
		}
	}
}

func FuzzAges(f *testing.F) {
	for _, age := range []string{"90d", "6m", "", "9999y", "\xff", "0001w"} {
		f.Add(age)
	}
	now := time.Date(2024, 5, 31, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, age string) {
		if got, err := Before(now, age); err == nil && got.After(now) {
			t.Errorf("%q ago is %v", age, got)
		}
	})
}

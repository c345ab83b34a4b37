package ui

import (
	"slices"
	"testing"
)

// TestARemarkIsSaidWithItsFile has the window say what it was told to: Open opens the
// file it is about.
func TestARemarkIsSaidWithItsFile(t *testing.T) {
	b := oneFolder()
	r := newRig(t, b)
	r.remark = Remark{Text: "settings.toml, line 7: gpu_memory_mb must be a whole number.", Path: "/home/anna/settings.toml"}
	r.sayRemark()
	if r.said() != r.remark.Text || r.offered() != "Open" {
		t.Fatalf("said %q, offered %q", r.said(), r.offered())
	}
	r.tapOffer(t)
	r.until(t, "the file", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return slices.Equal(b.opened, []string{r.remark.Path})
	})
}

package figures_test

import (
	"testing"

	"descry/internal/figures"
)

func TestUsualAndFull(t *testing.T) {
	for dir, want := range map[string]int{"": 3, t.TempDir(): 70} {
		t.Setenv("DESCRY_FIGURES", dir)
		if got := figures.Of(3, 70); got != want || figures.Dir() != dir {
			t.Errorf("with the folder %q it is %d of %q, want %d", dir, got, figures.Dir(), want)
		}
		ran := false
		t.Run("only", func(t *testing.T) {
			figures.Only(t)
			ran = true
		})
		if ran != (dir != "") {
			t.Errorf("with the folder %q a test for figures only ran: %v", dir, ran)
		}
	}
}

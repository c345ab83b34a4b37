package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestWrappedRows(t *testing.T) {
	test.NewTempApp(t)
	long := "one two three four five six seven eight nine ten"
	if n := WrappedRows(long, 2000, fyne.TextWrapWord); n != 1 {
		t.Errorf("a wide field takes %d rows", n)
	}
	if n := WrappedRows(long, 120, fyne.TextWrapWord); n < 3 {
		t.Errorf("a narrow field takes %d rows", n)
	}
	if n := WrappedRows("", 0, fyne.TextWrapWord); n != 1 {
		t.Errorf("nothing takes %d rows", n)
	}
}

package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestWrappedRows(t *testing.T) {
	test.NewTempApp(t)
	long := "one two three four five six seven eight nine ten"
	if n := wrappedRows(long, 2000, fyne.TextWrapWord); n != 1 {
		t.Errorf("a wide field takes %d rows", n)
	}
	if n := wrappedRows(long, 120, fyne.TextWrapWord); n < 3 {
		t.Errorf("a narrow field takes %d rows", n)
	}
	if n := wrappedRows("", 0, fyne.TextWrapWord); n != 1 {
		t.Errorf("nothing takes %d rows", n)
	}
}

package kit

import (
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// columns measures text as a terminal does: two columns for a Han sign, one for a letter.
func columns(s string) float32 {
	n := float32(0)
	for _, r := range s {
		n++
		if wide(r) {
			n++
		}
	}
	return n
}

func TestBreakRows(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		width      float32
		want       string
	}{
		{"it fits", "海滩 上的狗 ", 40, "海滩 上的狗 "},
		{"between Han signs", "海滩上的狗", 4, "海滩|上的|狗"},
		{"not after the first space", "为 Descry 指定一个照片文件夹", 14, "为 Descry 指定|一个照片文件夹"},
		{"between Han and Latin", "海滩Descry狗", 8, "海滩|Descry狗"},
		{"Latin words stay whole", "用Descry searching狗", 10, "用Descry|searching|狗"},
		{"not before a comma", "只会读取，不会改动。", 8, "只会读|取，不会|改动。"},
		{"not before a full stop", "海滩上。", 6, "海滩|上。"},
		{"not before closing signs", "（海滩）『狗』！", 8, "（海滩）|『狗』！"},
		{"not after an opening bracket", "海滩（狗）", 6, "海滩|（狗）"},
		{"not after an opening book mark", "海《狗的书》", 4, "海|《狗|的|书》"},
		{"opening quotation", "海滩“狗”上", 5, "海滩|“狗”|上"},
		{"quoted Latin", "将“Hunde”合并到", 9, "将“Hunde”|合并到"},
		{"quotation in brackets", "在（“海滩”）中", 9, "在（“海|滩”）中"},
		{"not before an ellipsis", "海滩狗…", 6, "海滩|狗…"},
		{"not before a dash", "海滩狗——", 6, "海滩|狗——"},
		{"a filter", "海滩狗标签:狗", 9, "海滩狗标|签:狗"},
		{"a path", "在家/狗", 6, "在|家/狗"},
		{"kana", "シャッターを押す", 8, "シャッ|ターを押|す"},
		{"Hangul", "해변의개", 4, "해변|의개"},
		{"a mark on a sign", "か\u3099か\u3099", 3, "か\u3099|か\u3099"},
		{"a word wider than a row", "狗Donaudampf狗", 4, "狗|Dona|udam|pf狗"},
		{"nothing fits", "海a滩", 0, "海|a|滩"},
		{"lines without Han", "a long line\n海滩上", 4, "a long line|海滩|上"},
		{"English", "a long line that wraps", 4, "a long line that wraps"},
		{"empty", "", 4, ""},
	} {
		got := strings.ReplaceAll(BreakRows(tt.text, tt.width, columns), "\n", "|")
		if got != tt.want {
			t.Errorf("%s: %q instead of %q", tt.name, got, tt.want)
		}
	}
}

func FuzzBreakRows(f *testing.F) {
	f.Add("为 Descry 指定一个（照片）文件夹，“或”将其拖到窗口中。", uint8(9))
	f.Add("か\u3099\u200d\n 한국 \xff https://example.org/a", uint8(1))
	f.Fuzz(func(t *testing.T, text string, width uint8) {
		got := BreakRows(text, float32(width), columns)
		plain := func(s string) string {
			return strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) {
					return -1
				}
				return r
			}, s)
		}
		if plain(got) != plain(text) {
			t.Errorf("%q becomes %q", text, got)
		}
	})
}

// TestHanTextFillsItsRows is about what is drawn: no row is wider than its room, and only the
// last one leaves room for another word.
func TestHanTextFillsItsRows(t *testing.T) {
	test.NewTempApp(t)
	const text = "Descry 会从带有标签和说明的照片中学习，照片和标签不会被改动。学习只在这台电脑上进行，可随时停止。"
	prose, label, sheet := NewProse(text), NewParagraph(text), Wrapped(text)
	for _, width := range []float32{180, 240.3, 333, 460} {
		for name, o := range map[string]fyne.CanvasObject{"prose": prose, "label": label, "sheet": sheet} {
			o.Resize(fyne.NewSize(width, HeightAt(o, width)))
			drawn := rowsDrawn(o)
			joined := ""
			for i, row := range drawn {
				wide := fyne.MeasureText(row.Text, row.TextSize, row.TextStyle).Width
				if wide > width || i < len(drawn)-1 && wide < width*0.7 {
					t.Errorf("%s: row %q is %.0f wide in %.0f", name, row.Text, wide, width)
				}
				joined += row.Text
			}
			if strings.ReplaceAll(joined, " ", "") != strings.ReplaceAll(text, " ", "") {
				t.Errorf("%s says %q", name, joined)
			}
		}
	}
	if label.Words != text || prose.Words.Text != text || label.AccessibilityLabel() != text {
		t.Errorf("the words have become %q and %q", label.Words, prose.Words.Text)
	}
	label.SetText("dog")
	if label.Text != "dog" || rowsDrawn(label)[0].Text != "dog" {
		t.Errorf("another text is drawn as %q", label.Text)
	}
}

// TestTextWithSpacesIsLeftToTheToolkit holds that English wraps as Fyne's own label does.
func TestTextWithSpacesIsLeftToTheToolkit(t *testing.T) {
	test.NewTempApp(t)
	const text = "Descry learns from photos with tags and captions, a “tag/below” included — nothing leaves this computer."
	want, got := widget.NewLabel(text), NewParagraph(text)
	want.Wrapping = fyne.TextWrapWord
	for _, width := range []float32{120, 200, 300} {
		for _, o := range []fyne.CanvasObject{want, got} {
			o.Resize(fyne.NewSize(width, 100))
		}
		a, b := rowsDrawn(want), rowsDrawn(got)
		if len(a) != len(b) || a[0].Text != b[0].Text || got.Text != text || got.MinSize() != want.MinSize() {
			t.Errorf("in %.0f: %d rows and %d", width, len(a), len(b))
		}
	}
}

// rowsDrawn are the texts that an object draws.
func rowsDrawn(o fyne.CanvasObject) (rows []*canvas.Text) {
	switch o := o.(type) {
	case *canvas.Text:
		return []*canvas.Text{o}
	case *fyne.Container:
		for _, part := range o.Objects {
			rows = append(rows, rowsDrawn(part)...)
		}
	case fyne.Widget:
		for _, part := range test.WidgetRenderer(o).Objects() {
			rows = append(rows, rowsDrawn(part)...)
		}
	}
	return rows
}

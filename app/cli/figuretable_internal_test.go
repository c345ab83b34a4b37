package cli

import (
	"strings"
	"testing"
)

func TestFigureTable(t *testing.T) {
	for _, c := range []struct {
		name  string
		table figureTable
		want  string
	}{
		{"plain", figureTable{name: "", nameWidth: 12, groups: []figureGroup{{headings: []string{"R@1", "mAP"}}},
			rows: []figureRow{{"text → image", []string{"30.7", "45.3"}}, {"without the head", nil}, {"short", []string{"100.0"}}}}, `
                R@1    mAP
text → image   30.7   45.3
without the head
short         100.0
`},
		{"wide names and headings", figureTable{name: "海滩", nameWidth: 6, groups: []figureGroup{{headings: []string{"每次查询的照片", "F1"}}},
			rows: []figureRow{{"没有训练的例子", []string{"1.25", "3.0"}}, {"b", []string{"10.50", "4.0"}}}}, `
海滩           每次查询的照片     F1
没有训练的例子           1.25    3.0
b                       10.50    4.0
`},
		{"groups", figureTable{groups: []figureGroup{{"by words and much more", []string{"words", "captions"}}, {"whole", []string{"R@1", "R@5"}}},
			rows: []figureRow{{"", []string{"1–7", "592", "22.8", "54.9"}}, {"", []string{"8+", "2448", "30.2", "63.1"}}}}, `
 by words and much more   whole
         words captions      R@1    R@5
           1–7      592     22.8   54.9
            8+     2448     30.2   63.1
`},
	} {
		var out strings.Builder
		if err := c.table.write(&out); err != nil || out.String() != c.want[1:] {
			t.Errorf("%s: %v\n%s\nwant\n%s", c.name, err, out.String(), c.want[1:])
		}
	}
}

package query_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"descry/library/query"
)

func TestClauses(t *testing.T) {
	for _, c := range []struct {
		source string
		want   []string // text, with marks: ! negative, "…" quoted, ^ weight
	}{
		{"a dog in snow", []string{"a dog in snow"}},
		{`"red lanterns"`, []string{`"red lanterns"`}},
		{`"red lanterns" and "blue boats"`, []string{`"red lanterns"`, `"blue boats"`}},
		{`the roof with "red lanterns"^2 at night`, []string{"the roof with red lanterns at night", `"red lanterns"^2`}},
		{`A dog on grass. The "red lanterns" glow. A cat sleeps`, []string{"A dog on grass.", "The red lanterns glow.", `"red lanterns"`, "A cat sleeps"}},
		{`a big dog with "a red ball, a blue hat and scarf" in a park`, []string{"a big dog with a red ball, a blue hat and scarf in a park", `"a red ball, a blue hat and scarf"`}},
		{"without people, a street -cars", []string{"a street", "!people", "!cars"}},
		{`a street -"parked cars"^0.5`, []string{"a street", `!"parked cars"^0.5`}},
		{"tag:beach", nil},
		{"-people", []string{"!people"}},
	} {
		var got []string
		for _, clause := range parse(t, c.source).Clauses {
			s := clause.Text
			if clause.Quoted {
				s = `"` + s + `"`
			}
			if clause.Negative {
				s = "!" + s
			}
			if clause.Weight != 1 {
				s += fmt.Sprintf("^%v", clause.Weight)
			}
			got = append(got, s)
			if part := c.source[clause.Span.Start:clause.Span.End]; strings.Trim(part, `"`) != clause.Text && !strings.Contains(part, `"`) {
				t.Errorf("%q: %q stands at %q", c.source, clause.Text, part)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q:\n got %q\nwant %q", c.source, got, c.want)
		}
	}
}

// Items name their clauses, and a clause knows where it stands around a filter.
func TestClausesKnowTheirPlace(t *testing.T) {
	source := `A dog camera:canon runs "red ball"^2. A cat sleeps without people`
	q := parse(t, source)
	want := []string{`A dog camera:canon runs "red ball"^2.`, "red ball", "A cat sleeps", "people"}
	for i, clause := range q.Clauses {
		if got := source[clause.Span.Start:clause.Span.End]; got != want[i] {
			t.Errorf("clause %q at %q, want %q", clause.Text, got, want[i])
		}
	}
	if len(q.Items) != 3 || q.Items[1].Index != 1 || q.Items[2].Index != 3 {
		t.Errorf("items %+v", q.Items)
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{" \n ", nil},
		{"dog", []string{"dog"}},
		{"a dog in snow", []string{"a dog in snow"}},
		{"dogs, cats and birds", []string{"dogs, cats and birds"}},
		{"A dog on grass. A cat on a sofa!", []string{"A dog on grass.", "A cat on a sofa!"}},
		{"A man with a 3.5 inch disk. Mr. Smith and J. Doe sit", []string{"A man with a 3.5 inch disk.", "Mr. Smith and J. Doe sit"}},
		{"A red, blue and green kite in the sky", []string{"A red, blue and green kite in the sky"}},
		{"the evening we grilled on the roof, red lanterns, a starry night", []string{"the evening we grilled on the roof", "red lanterns", "a starry night"}},
		{"Man with black hat, coat, and pants sitting next to the door of a building.", []string{"Man with black hat, coat, and pants sitting next to the door of a building."}},
		{"Children are playing soccer, while an adult looks on.", []string{"Children are playing soccer", "while an adult looks on."}},
		{"Three children play soccer while a young man watches", []string{"Three children play soccer", "while a young man watches"}},
		{"A man and a woman are sitting on a dock together", []string{"A man and a woman are sitting on a dock together"}},
		{"A shirtless man with a backpack and a hat is standing on a rock", []string{"A shirtless man with a backpack and a hat is standing on a rock"}},
		{"A U.S. flag on a house in St. Louis. A man waves", []string{"A U.S. flag on a house in St. Louis.", "A man waves"}},
		{"A naked baby and toddler on the floor covered in paint", []string{"A naked baby and toddler on the floor covered in paint"}},
		{"A man is sitting on the floor outside and his head rests on his chin", []string{"A man is sitting on the floor outside", "his head rests on his chin"}},
		{"A dog runs on grass; behind it: an old red house", []string{"A dog runs on grass; behind it", "an old red house"}},
		{"At 12:30 a dog runs. No.", []string{"At 12:30 a dog runs. No."}},
		{"雪中的狗在奔跑。一只猫睡在沙发上！红灯笼", []string{"雪中的狗在奔跑。", "一只猫睡在沙发上！", "红灯笼"}},
		{"雪の中を走る犬、赤い提灯の夜", []string{"雪の中を走る犬", "赤い提灯の夜"}},
		{"كلب يركض في الثلج؛ قطة تنام على الأريكة؟ بيت أحمر", []string{"كلب يركض في الثلج", "قطة تنام على الأريكة؟", "بيت أحمر"}},
		{"एक कुत्ता दौड़ रहा है। एक बिल्ली सो रही है", []string{"एक कुत्ता दौड़ रहा है।", "एक बिल्ली सो रही है"}},
		{"Ein Hund rennt durch den Schnee und eine Katze schläft im Haus", []string{"Ein Hund rennt durch den Schnee", "eine Katze schläft im Haus"}},
		{"!!!", nil},
		{"🚗 🚗", []string{"🚗 🚗"}},
		{"(red lanterns) at night", []string{"(red lanterns) at night"}},
	} {
		var got []string
		for _, s := range query.Split(c.text) {
			got = append(got, c.text[s.Start:s.End])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q:\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}

func TestSplitHasALimit(t *testing.T) {
	text := strings.TrimSpace(strings.Repeat("A dog runs on grass. ", 30))
	spans := query.Split(text)
	if len(spans) != 12 || spans[11].End != len(text) {
		t.Errorf("%d statements, the last to %d of %d", len(spans), spans[len(spans)-1].End, len(text))
	}
}

func TestContent(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"!?", nil},
		{"a 🚗!", []string{"🚗"}},
		{"The Dog's well-lit Café", []string{"dog", "well", "lit", "cafe"}},
		{"to be or not to be", []string{"to", "be", "or", "not", "to", "be"}},
		{"Ein Hund auf der Straße", []string{"hund", "strasse"}},
		{"Smørrebrød in Łódź, œufs", []string{"smorrebrod", "lodz", "oeufs"}}, // as tags and captions are folded
		{"l'homme et la mer", []string{"homme", "mer"}},
		{"红灯笼 and 狗", []string{"红灯", "笼", "狗"}},
		{"ガレージの車", []string{"ガレ", "ージ", "の車"}},
		{"สุนัข", []string{"สุนั", "ข"}},
		{"ＩＭＧ 2019", []string{"img", "2019"}},
		{"कुत्ता", []string{"कुत्ता"}},
		{"개가 눈", []string{"개가", "눈"}},
	} {
		if got := query.Content(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

package query

import (
	"testing"

	"golang.org/x/text/language"

	"descry/app/message"
)

// speak has the tests speak a language.
func speak(t *testing.T, tag language.Tag) {
	t.Helper()
	before := message.Language()
	message.Use(tag)
	t.Cleanup(func() { message.Use(before) })
}

func TestOffersInOtherLanguages(t *testing.T) {
	for tag, cases := range map[language.Tag]map[string]string{
		language.German:               {"sch": "schlagwort:", "kam": "kamera:", "camera": "kamera:", "aufg": "datum:"},
		language.MustParse("zh-Hans"): {"标": "标签:", "日": "日期:", "时间": "日期:", "camera": "相机:"},
	} {
		speak(t, tag)
		for typed, want := range cases {
			w, ok := wishAt(typed, len(typed))
			if offers := keyOffers(w.Prefix); !ok || len(offers) != 1 || offers[0].Text != want || offers[0].Label != want {
				t.Errorf("%v: %q offers %+v", tag, typed, offers)
			}
		}
	}
	speak(t, language.MustParse("zh-Hans"))
	w, ok := wishAt("日期：最", len("日期：最"))
	key, known := keyNamed(w.Key)
	if !ok || !known || key.Name != "date" || w.Prefix != "最" {
		t.Fatalf("wish %+v, filter %+v", w, key)
	}
	if w, ok = wishAt("－方向:纵", len("－方向:纵")); !ok {
		t.Fatal("nothing to complete behind a wide minus")
	}
	key, _ = keyNamed(w.Key)
	if offers := fixedOffers(key, w.Prefix); len(offers) != 1 || offers[0].Text != "纵向" || offers[0].Label != "方向:纵向" {
		t.Errorf("values %+v", offers)
	}
}

// A filter is searched for, and kept, in English. The box has it in the window's language.
func TestFiltersOfTheWindowsLanguage(t *testing.T) {
	speak(t, language.MustParse("zh-Hans"))
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.box.set("雪中的狗 标签：海滩 日期:2019年7月")
	r.submit()
	r.waitAsked(t, a, "tag:海滩 date:2019-07 雪中的狗")
	if got := r.chipTexts(); len(got) != 2 || got[0] != "tag:海滩" || r.bar.chips[1].label() != "2019年7月" || r.box.Text != "雪中的狗" {
		t.Fatalf("chips %q, box %q", got, r.box.Text)
	}
	r.bar.edit(0)
	if r.box.Text != "雪中的狗 标签:海滩" {
		t.Errorf("the chip is written %q", r.box.Text)
	}
	r.submit()
	r.waitAsked(t, a, "date:2019-07 tag:海滩 雪中的狗")

	// A search that was saved reads the same in any language.
	message.Use(language.German)
	german := onThursday()
	if got := german.canonical("date:2019-07 tag:海滩 雪中的狗"); got != "date:2019-07 tag:海滩 雪中的狗" {
		t.Errorf("in German it is %q", got)
	}
}

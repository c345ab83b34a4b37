package message_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"descry/assets/languages"
	"descry/assets/translation"
)

// sameAsEnglish are the messages that a language has as English has them: names, units, and
// words that both languages have.
var sameAsEnglish = map[string][]string{
	"de": {
		"about-version", "cli-check-wrong", "details-in-sidecar", "device-text-because", "duration-milliseconds",
		"field-iso", "filter-person", "key-details", "key-label-esc", "key-label-tab", "label-in", "label-iso",
		"label-iso-between", "menu-details", "model-in-folder", "models-import-name", "models-job-rate",
		"moment-with-offset", "month-april", "month-august", "month-november", "month-september",
		"name-placeholder", "naming-name", "naming-name-hint", "placeholder-name", "placeholder-text",
		"position-north", "position-south", "position-west", "query-help-iso", "query-help-name",
		"query-help-person", "query-sample-iso", "query-sample-name", "query-sample-person",
		"search-filter-button", "search-found-in", "seconds", "settings-in-window", "show-format",
		"show-position", "show-problem", "size-gigabytes", "size-kilobytes", "size-megabytes", "size-terabytes",
		"tags-rename-hint", "toolkit-name", "toolkit-ok", "viewer-details-button",
	},
	"zh-Hans": {
		"cli-yes", "cli-yes-letter", "coding-jpeg", "field-iso", "key-label-ctrl", "key-label-end",
		"key-label-enter", "key-label-esc", "key-label-home", "key-label-page-down", "key-label-page-up",
		"key-label-shift", "key-label-tab", "label-iso", "label-iso-between", "placeholder-id", "size-gigabytes",
		"size-kilobytes", "size-megabytes", "size-terabytes",
	},
}

// pluralForms are the forms that a language has for whole numbers.
func pluralForms(tag language.Tag) []string {
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}
	forms := map[string]bool{"other": true}
	for _, n := range append(numbersTo(200), 1000, 10_000, 100_000, 1_000_000) {
		forms[names[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]] = true
	}
	return slices.Sorted(maps.Keys(forms))
}

func numbersTo(n int) []int {
	list := make([]int, n+1)
	for i := range list {
		list[i] = i
	}
	return list
}

func TestPluralForms(t *testing.T) {
	for tag, want := range map[string][]string{"en": {"one", "other"}, "de": {"one", "other"}, "zh-Hans": {"other"}, "pl": {"few", "many", "one", "other"}} {
		if got := pluralForms(language.MustParse(tag)); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

// TestTranslations holds the table of each language to the English one: the same messages in
// the forms that the language has, with the same parameters, and ended by the same marks.
func TestTranslations(t *testing.T) {
	english := table(t, "en.toml")
	for _, tag := range languages.Spoken() {
		if tag == language.English {
			continue
		}
		t.Run(tag.String(), func(t *testing.T) {
			translated := table(t, tag.String()+".toml")
			var same []string
			for id := range translated {
				if english[id] == nil {
					t.Errorf("%s: English has no such message", id)
				}
			}
			for _, id := range slices.Sorted(maps.Keys(english)) {
				forms := translated[id]
				if forms == nil {
					t.Errorf("%s is missing: %q", id, english[id]["other"])
					continue
				}
				for _, mistake := range mistakes(tag, english[id], forms) {
					t.Errorf("%s: %s", id, mistake)
				}
				if forms["other"] == english[id]["other"] && hasLetters(forms["other"]) {
					same = append(same, id)
				}
			}
			listed := slices.Sorted(slices.Values(sameAsEnglish[tag.String()]))
			for _, id := range same {
				if !slices.Contains(listed, id) {
					t.Errorf("%s is not translated: %q", id, english[id]["other"])
				}
			}
			for _, id := range listed {
				if !slices.Contains(same, id) {
					t.Errorf("%s is listed as the same in English, and isn't", id)
				}
			}
		})
	}
}

// mistakes are those of a translation that can be seen without knowing the language.
func mistakes(tag language.Tag, english, translated map[string]string) (list []string) {
	want := []string{"other"}
	if _, ok := english["one"]; ok {
		want = pluralForms(tag)
	}
	if have := slices.Sorted(maps.Keys(translated)); !slices.Equal(have, want) {
		list = append(list, "it has the forms "+strings.Join(have, ", ")+" and needs "+strings.Join(want, ", "))
	}
	for form, text := range translated {
		source := english["other"]
		if one, ok := english["one"]; ok && form == "one" {
			source = one
		}
		if strings.TrimSpace(text) == "" {
			list = append(list, form+" is empty")
			continue
		}
		if have, want := named(parameter, text), named(parameter, source); !slices.Equal(have, want) && !slices.Equal(have, named(parameter, english["other"])) {
			list = append(list, form+" has the parameters "+strings.Join(have, ", ")+" in place of "+strings.Join(want, ", "))
		}
		if have, want := named(flagName, text), named(flagName, source); !slices.Equal(have, want) {
			list = append(list, form+" has the flags "+strings.Join(have, ", ")+" in place of "+strings.Join(want, ", "))
		}
		if have, want := endMark(text), endMark(source); have != want {
			list = append(list, form+" ends with "+have+" in place of "+want+": "+text)
		}
		if have, want := strings.Trim(text, " \n"), strings.Trim(source, " \n"); text != strings.Replace(source, want, have, 1) {
			list = append(list, form+" has other blanks around it: "+text)
		}
		if tag == simplifiedChinese {
			if found := halfWidth.FindString(text); found != "" {
				list = append(list, form+" has a mark of half width after Chinese: "+found)
			}
		}
	}
	slices.Sort(list)
	return list
}

var (
	simplifiedChinese = language.MustParse("zh-Hans")
	// halfWidth is a mark of Western text after a Chinese one. A full stop may begin the ending
	// of a file's name, and a colon the value of a filter.
	halfWidth = regexp.MustCompile(`[\p{Han}”）][,;?!]|[\p{Han}”）][.:](\s|$)`)
	flagName  = regexp.MustCompile(`(?:^|[^\w-])(--[a-z]+(?:-[a-z]+)*)`)
)

// named are the names that an expression finds in a text, sorted and once each.
func named(expression *regexp.Regexp, text string) []string {
	names := make(map[string]bool)
	for _, found := range expression.FindAllStringSubmatch(text, -1) {
		names[found[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// endMark is the mark that ends a text, in its Western form, and "nothing" for a letter or a
// bracket.
func endMark(text string) string {
	text = strings.TrimSpace(text)
	for mark, others := range map[string]string{".": ".。", "…": "…", "?": "?？", "!": "!！", ":": ":：", ";": ";；", ",": ",，"} {
		if strings.HasSuffix(text, mark) || strings.ContainsRune(others, lastRune(text)) {
			return mark
		}
	}
	return "nothing"
}

func lastRune(text string) rune {
	runes := []rune(text)
	if len(runes) == 0 {
		return 0
	}
	return runes[len(runes)-1]
}

// hasLetters reports whether a text has more than parameters, digits and marks.
func hasLetters(text string) bool {
	return strings.ContainsFunc(parameter.ReplaceAllString(text, ""), unicode.IsLetter)
}

func TestMistakesOfTranslations(t *testing.T) {
	german := language.German
	for _, c := range []struct {
		name                string
		tag                 language.Tag
		english, translated map[string]string
		want                int
	}{
		{"right", german, map[string]string{"one": "{{.Count}} photo…", "other": "{{.Count}} photos…"}, map[string]string{"one": "{{.Count}} Foto …", "other": "{{.Count}} Fotos …"}, 0},
		{"one without its number", german, map[string]string{"one": "It is gone.", "other": "They are gone."}, map[string]string{"one": "Es ist fort.", "other": "Sie sind fort."}, 0},
		{"one has a number more", german, map[string]string{"one": "The photo", "other": "{{.Count}} photos"}, map[string]string{"one": "{{.Count}} Foto", "other": "{{.Count}} Fotos"}, 0},
		{"a form is missing", german, map[string]string{"one": "{{.Count}} photo", "other": "{{.Count}} photos"}, map[string]string{"other": "{{.Count}} Fotos"}, 1},
		{"a form too many", simplifiedChinese, map[string]string{"one": "{{.Count}} photo", "other": "{{.Count}} photos"}, map[string]string{"one": "{{.Count}} 张", "other": "{{.Count}} 张"}, 1},
		{"a form of what isn't counted", german, map[string]string{"other": "Photos"}, map[string]string{"one": "Foto", "other": "Fotos"}, 1},
		{"a parameter is missing", german, map[string]string{"other": "in {{.Folder}}"}, map[string]string{"other": "im Ordner"}, 1},
		{"another parameter", german, map[string]string{"other": "in {{.Folder}}"}, map[string]string{"other": "in {{.Ordner}}"}, 1},
		{"empty", german, map[string]string{"other": "in"}, map[string]string{"other": " "}, 1},
		{"no full stop", german, map[string]string{"other": "Done."}, map[string]string{"other": "Fertig"}, 1},
		{"a full stop more", simplifiedChinese, map[string]string{"other": "Done"}, map[string]string{"other": "完成。"}, 1},
		{"a blank is missing", german, map[string]string{"other": " and more"}, map[string]string{"other": "und mehr"}, 1},
		{"a line break is missing", german, map[string]string{"other": "more\n"}, map[string]string{"other": "mehr"}, 1},
		{"a flag is translated", german, map[string]string{"other": "see --help"}, map[string]string{"other": "siehe --hilfe"}, 1},
		{"half width", simplifiedChinese, map[string]string{"other": "none: done"}, map[string]string{"other": "没有: 完成"}, 1},
		{"a filter", simplifiedChinese, map[string]string{"other": "or date:2019"}, map[string]string{"other": "或 日期:2019"}, 0},
		{"a file's name", simplifiedChinese, map[string]string{"other": "FILE.tsv"}, map[string]string{"other": "文件.tsv"}, 0},
	} {
		if got := mistakes(c.tag, c.english, c.translated); len(got) != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// TestTablesInOrder keeps the tables sorted by their ids, so that changes of two people seldom
// meet, and the marks of what nobody fluent has read where they belong.
func TestTablesInOrder(t *testing.T) {
	for _, tag := range languages.Spoken() {
		data, err := translation.Files.ReadFile(tag.String() + ".toml")
		if err != nil {
			t.Fatal(err)
		}
		var last string
		var unreviewed bool
		for number, line := range strings.Split(string(data), "\n") {
			id, isID := strings.CutPrefix(line, "[")
			switch {
			case isID && strings.HasSuffix(id, "]") && wellNamed.MatchString(strings.TrimSuffix(id, "]")):
				id = strings.TrimSuffix(id, "]")
				if id <= last {
					t.Errorf("%s, line %d: %s stands after %s", tag, number+1, id, last)
				}
				last = id
			case unreviewed:
				t.Errorf("%s, line %d: no message stands below the mark", tag, number+1)
			}
			unreviewed = line == "# unreviewed"
		}
	}
}

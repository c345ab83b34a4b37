package message_test

import (
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/language"

	"descry/assets/languages"
)

// glossary has the words that a language's table uses for the terms of the English one.
type glossary struct {
	// Terms has a term's stems. A message that has the term in English has one of them.
	Terms map[string][]string `toml:"terms"`
	// Exceptions has by term and id why a message has none.
	Exceptions map[string]map[string]string `toml:"exceptions"`
}

// readGlossary reads the glossary of a language. It isn't part of the program.
func readGlossary(t *testing.T, tag string) glossary {
	t.Helper()
	data, err := fs.ReadFile(os.DirFS("../../assets/translation/glossary"), tag+".toml")
	if err != nil {
		t.Fatal(err)
	}
	var g glossary
	read, err := toml.Decode(string(data), &g)
	if err != nil {
		t.Fatal(err)
	}
	if left := read.Undecoded(); len(left) > 0 {
		t.Errorf("%s: no part of a glossary: %v", tag, left)
	}
	return g
}

// notProse is what stays as it is in every language, so that no term is looked for in it:
// parameters, flags, commands, filters and keys of settings. The indented lines of a command's
// help are examples.
var notProse = regexp.MustCompile(`(?m)^ {2,}\S.*$|\{\{\.\w+\}\}|\b[a-z]+ --[a-z-]+|--[a-z-]+|\bdescry [a-z]+( [a-z]+)?|\b[a-z]+:\S+|\w+_\w+`)

// termPattern finds a term as a whole word, in the singular or plural.
func termPattern(term string) *regexp.Regexp {
	text := regexp.QuoteMeta(term)
	switch {
	case strings.HasSuffix(term, "y"):
		text = "(" + text + "|" + strings.TrimSuffix(text, "y") + "ies)"
	case regexp.MustCompile(`(s|x|ch|sh)$`).MatchString(term):
		text += "(es)?"
	default:
		text += "s?"
	}
	return regexp.MustCompile(`(?i)(^|[^\w-])` + text + `($|[^\w-])`)
}

// prose is a language's table with what is no prose blanked out.
func prose(t *testing.T, name string) map[string]map[string]string {
	t.Helper()
	messages := table(t, name)
	for _, forms := range messages {
		for form, text := range forms {
			forms[form] = notProse.ReplaceAllString(text, " ")
		}
	}
	return messages
}

// hasStem reports whether a text has one of the stems, in capitals or not.
func hasStem(text string, stems []string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(stems, func(stem string) bool { return strings.Contains(text, strings.ToLower(stem)) })
}

func TestTermPattern(t *testing.T) {
	for _, c := range []struct {
		term, text string
		want       bool
	}{
		{"tag", "Add a tag", true},
		{"tag", "Tags, with commas", true},
		{"tag", "untagged", false},
		{"tag", "a stage", false},
		{"library", "two libraries", true},
		{"match", "good matches", true},
		{"match", "Bright areas match", true},
		{"cut-off", "the cut-offs", true},
		{"cut", "the cut-off", false},
		{"saved search", "saved searches", true},
		{"index", "indexing", false},
		{"tag", notProse.ReplaceAllString("see descry tag list, --tag and tag:beach of {{.Tag}}", " "), false},
		{"tag", notProse.ReplaceAllString("Asks:\n\n  jq .tag", " "), false},
	} {
		if got := termPattern(c.term).MatchString(c.text); got != c.want {
			t.Errorf("%q in %q: %v", c.term, c.text, got)
		}
	}
}

// TestGlossary holds each language's table to its glossary: one term of the English table has
// the same few words for it everywhere.
func TestGlossary(t *testing.T) {
	english := prose(t, "en.toml")
	for _, tag := range languages.Spoken() {
		if tag == language.English {
			continue
		}
		t.Run(tag.String(), func(t *testing.T) {
			g := readGlossary(t, tag.String())
			if len(g.Terms) == 0 {
				t.Fatal("the glossary has no terms")
			}
			translated := prose(t, tag.String()+".toml")
			for _, term := range slices.Sorted(maps.Keys(g.Terms)) {
				if len(g.Terms[term]) == 0 {
					t.Errorf("the term %q has no words", term)
				}
				checkTerm(t, term, g, english, translated)
			}
			for term, ids := range g.Exceptions {
				if g.Terms[term] == nil {
					t.Errorf("there are exceptions from %q, which is no term", term)
				}
				for id, reason := range ids {
					if reason == "" {
						t.Errorf("the exception of %s from %q has no reason", id, term)
					}
				}
			}
		})
	}
}

// checkTerm looks for a term's stems in the translations of all messages that have it. An
// exception that none of a message's forms needs is an error.
func checkTerm(t *testing.T, term string, g glossary, english, translated map[string]map[string]string) {
	t.Helper()
	pattern := termPattern(term)
	needed := make(map[string]bool)
	for _, id := range slices.Sorted(maps.Keys(translated)) {
		for form, text := range translated[id] {
			source, ok := english[id][form]
			if !ok {
				source = english[id]["other"]
			}
			if !pattern.MatchString(source) || hasStem(text, g.Terms[term]) {
				continue
			}
			needed[id] = true
			if _, excepted := g.Exceptions[term][id]; !excepted {
				t.Errorf("%s, %s: %q has none of %q for %q in %q", id, form, text, g.Terms[term], term, source)
			}
		}
	}
	for id := range g.Exceptions[term] {
		if !needed[id] {
			t.Errorf("%s needs no exception from %q", id, term)
		}
	}
}

package query_test

import "testing"

func TestWhatSoundsUnwantedAndIsNot(t *testing.T) {
	for source, text := range map[string]string{
		"a comic sans poster":                  "a comic sans poster",
		"comic sans poster":                    "comic sans poster",
		"a poster in open sans":                "a poster in open sans",
		"a sans serif headline":                "a sans serif headline",
		"sans serif letters":                   "sans serif letters",
		"the emperor sans clothes":             "the emperor sans clothes",
		"doctors without borders truck":        "doctors without borders truck",
		"rebel without a cause":                "rebel without a cause",
		"Ärzte ohne Grenzen":                   "Ärzte ohne Grenzen",
		"médecins sans frontières":             "médecins sans frontières",
		"no smoking sign":                      "no smoking sign",
		"do not enter sign":                    "do not enter sign",
		"a not so happy dog":                   "a not so happy dog",
		"a man going without":                  "a man going without",
		"plage sans personne":                  "plage",
		"sans voitures":                        "",
		"une rue sans voitures":                "une rue",
		"un poster avec comic sans, sans chat": "un poster avec comic sans",
		"a street without people":              "a street",
		"a sign without a frame":               "a sign",
		"eine Straße ohne Autos":               "eine Straße",
		"without comic sans":                   "",
	} {
		if got := parse(t, source).Text; got != text {
			t.Errorf("%q: text %q, want %q", source, got, text)
		}
	}
}

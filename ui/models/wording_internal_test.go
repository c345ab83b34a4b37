package models

import (
	"testing"

	"descry/app/message"
	"descry/app/service"
	"descry/app/service/models"
)

func TestModelWords(t *testing.T) {
	full := models.Model{
		Licence: "MIT", Languages: []string{"en", "de", "no"}, Bytes: 1_640_000_000, BuiltIn: true,
		Vectors: 18302, Photos: 18302, VectorBytes: 47_000_000, ImagesPerSecond: 52, TextMillis: 412,
		Measured:  []models.Measure{{Set: "flickr8k-test", Images: 1000, R1: 28.4, R5: 58, R10: 71}, {Set: "urban-1k", R1: 9, R5: 10, R10: 11}},
		ImageSize: 336, MaxTokens: 512,
	}
	tests := []struct{ got, want string }{
		{modelFacts(full), "Comes with Descry · 1.64 GB · MIT · sees 336 px · reads up to 512 tokens"},
		{modelFacts(models.Model{}), ""},
		{modelQuality(full), "Finds the right photo first in 28 % of tests, in the first ten in 71 %. Tested in English, German and Norwegian Bokmål."},
		{modelQuality(models.Model{}), "Not measured: how well it finds photos is not known."},
		{modelQuality(models.Model{Measured: []models.Measure{{R1: 1, R5: 2, R10: 3}}}), "Finds the right photo first in 1 % of tests, in the first ten in 3 %."},
		{modelSpeed(full), "Knows 18,302 of 18,302 photos, 47.0 MB · 52 photos/s, 0.4 s a query on this machine"},
		{modelSpeed(models.Model{Vectors: 1}), "Knows 1 of 1 photo"},
		{message.FormatSeconds(0.0002), "0.01 s"},
		{message.FormatSeconds(12), "12 s"},
		{message.FormatPercent(2, 3), "66 %"},
		{fillingText(service.Status{}, ""), "Preparing"},
		{fillingText(service.Status{Filling: "x", Phase: service.Paused, Done: 1, Total: 2}, "Starter"), "Preparing: 1 of 2 photos · paused · search still uses Starter"},
		{hosts([]string{"https://a.org/x", "https://a.org/y", "https://b.org"}), "a.org and b.org"},
		{pageName("https://a.org/who/what/"), "who/what"},
		{pageName("https://a.org"), "https://a.org"},
		{cardShareText(30), "30 %"},
		{hereText(models.Offer{Bytes: 7}), ""},
		{hereText(models.Offer{Partial: 1_200}), "1.20 kB are here."},
		{hereText(models.Offer{Partial: 3_100_000_000, Bytes: 5_700_000_000}), "3.1 of 5.7 GB are here."},
		{hereText(models.Offer{Partial: 7, Bytes: 7}), "All of it is here."},
		{deleteVectorsText(0), "Delete what it knows"},
		{deleteModelText(0), "Delete the model"},
		{deletionText(models.Model{Bytes: 2_000_000}, removal{files: true}),
			"Its files (2.00 MB) come back only by downloading or importing the model again. Your photos stay, and so does what other models know of them."},
		{deletionText(models.Model{Vectors: 1}, removal{index: true}),
			"What it knows of 1 photo comes back only by looking at all of them again. Your photos stay, and so does what other models know of them."},
		{deletionText(models.Model{Bytes: 2_000_000, Vectors: 1240, VectorBytes: 47_000_000}, removal{files: true, index: true}),
			"Its files (2.00 MB) come back only by downloading or importing the model again. " +
				"What it knows of 1,240 photos (47.0 MB) comes back only by looking at all of them again. Your photos stay, and so does what other models know of them."},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestDownloadText(t *testing.T) {
	const rest = ". You can stop at any time; what is there by then is kept. Nothing about you or your photos is sent."
	pages := []string{"https://huggingface.co/a/b", "https://huggingface.co/a/c"}
	for want, o := range map[string]models.Offer{
		"This fetches 5.70 GB from huggingface.co. It goes to /models" + rest:                  {Bytes: 5_700_000_000, Pages: pages},
		"This fetches 2.60 GB. It goes to /models" + rest:                                      {Bytes: 5_700_000_000, Partial: 3_100_000_000},
		"This fetches several GB; how much is known once it begins. It goes to /models" + rest: {Partial: 7},
		"Everything was downloaded before; nothing more is fetched.":                           {Bytes: 7, Partial: 7},
	} {
		if got := downloadText(o, "/models"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, tt := range []struct {
		offer       models.Offer
		title, text string
	}{
		{models.Offer{Name: "EVA02", Headline: "recommended: finds more", Note: "for desktops", Bytes: 5_700_000_000},
			"Recommended: finds more · 5.70 GB download", "EVA02 · for desktops"},
		{models.Offer{Name: "EVA02", Note: "best with long descriptions"}, "EVA02", "Best with long descriptions"},
		{models.Offer{Name: "EVA02", Bytes: 5_700_000_000}, "EVA02 · 5.70 GB download", ""},
	} {
		if title, text := offerTitle(tt.offer), offerText(tt.offer); title != tt.title || text != tt.text {
			t.Errorf("%+v: %q, %q; want %q, %q", tt.offer, title, text, tt.title, tt.text)
		}
	}
}

func TestRemoval(t *testing.T) {
	for name, tt := range map[string]struct {
		model models.Model
		want  removal
	}{
		"in use":                {models.Model{Active: true, Vectors: 1}, removal{}},
		"being prepared":        {models.Model{Next: true, Vectors: 1}, removal{}},
		"built in, unknowing":   {models.Model{BuiltIn: true}, removal{}},
		"built in":              {models.Model{BuiltIn: true, Vectors: 1}, removal{index: true}},
		"imported":              {models.Model{}, removal{files: true}},
		"imported, with photos": {models.Model{Vectors: 1}, removal{files: true, index: true}},
	} {
		if got := removalOf(tt.model); got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}

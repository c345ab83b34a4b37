package message

import (
	"strings"
	"testing"
)

// TestAdviceFits goes through reasons as they are found.
func TestAdviceFits(t *testing.T) {
	for reason, title := range map[string]string{
		"there is no preview in the file":                                  "Raw files without a preview",
		"the raw photo has only JPEG XL previews, which are not supported": "Raw files with JPEG XL previews only",
		"the raw photo data is damaged":                                    "Damaged raw files",
		"the previews in the raw photo are damaged":                        "Damaged raw files",
		"JPEG XL files are not supported":                                  "Kinds of JPEG XL without support",
		"lossless JPEG is not supported":                                   "Kinds of JPEG without support",
		"AVIF with a minimized header is not supported":                    "Kinds of AVIF without support",
		"this TIFF coding is not supported: sample format 2":               "Kinds of TIFF without support",
		"the AVIF data is damaged (there is no picture in it)":             "Damaged AVIF files",
		"the HEIC data is damaged":                                         "Damaged HEIC files",
		"the photo is damaged":                                             "Damaged photo files",
		"the PNG header says that the photo has no pixels":                 "Damaged PNG files",
		"the content of the file is not a photo":                           "Not photos, despite their names",
		"the file is a video, not a photo":                                 "Videos with the ending of a photo",
		"the file is empty":                                                "Empty files",
		"the photo is too large to open (65535 x 65535 pixels)":            "Too large to open",
		"opening the photo would take too much memory (2.69 GB)":           "More than the memory holds",
		"the JPEG takes too long to open (300 scans)":                      "Too slow to open",
		"no permission to read it":                                         "Not allowed to be read",
		"it could not be read: input/output error":                         "Their disk fails to read them",
		"it does not exist":                                                "Gone meanwhile",
		"something nobody has thought of":                                  "Other reasons",
	} {
		group := reasonGroup(reason)
		got, advice := group.Title, group.Advice
		if got != title {
			t.Errorf("%q is in %q, want %q", reason, got, title)
		}
		if advice == "" || strings.Contains(advice, "Convert it to JPEG") {
			t.Errorf("%q: %q", reason, advice)
		}
	}
}

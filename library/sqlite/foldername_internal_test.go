package sqlite

import "testing"

func TestFolderTag(t *testing.T) {
	for name, want := range map[string]string{
		"2019-07-14 Norway":             "Norway",
		"2019_07 Norway_trip":           "Norway trip",
		"20190714_Tromsø":               "Tromsø",
		"14.07.2019 - Oslo":             "Oslo",
		"2019 Norway":                   "Norway",
		"2019-07-14 - 2019-07-20 Italy": "Italy",
		"2019-07-14, Anna's birthday":   "Anna's birthday",
		"Norway 2019":                   "Norway 2019",
		"Summer in the city":            "Summer in the city",
		"Photos of Bella":               "Photos of Bella",
		"東京":                            "東京",
		"1000 lakes":                    "1000 lakes",
		"R2D2":                          "R2D2",
		"100 days":                      "100 days",
		"  spaces  ":                    "spaces",
		"2019":                          "",
		"2019-07":                       "",
		"2019-07-14":                    "",
		"20190714":                      "",
		"07":                            "",
		"July 2019":                     "",
		"2019-07 July":                  "",
		"100CANON":                      "",
		"101_PANA":                      "",
		"102APPLE":                      "",
		"DCIM":                          "",
		"100GOPRO":                      "",
		"IMG_1234":                      "",
		"DSC00012":                      "",
		"P1010001":                      "",
		"New folder":                    "",
		"New folder (2)":                "",
		"Photos":                        "",
		"My Pictures":                   "",
		"Camera Uploads":                "",
		"Neuer Ordner":                  "",
		"":                              "",
		"???":                           "",
		"---":                           "",
	} {
		if got := folderTag(name); got != want {
			t.Errorf("%q gives %q, want %q", name, got, want)
		}
		if got := folderTag(folderTag(name)); got != folderTag(name) {
			t.Errorf("%q gives %q the second time", name, got)
		}
	}
}

func TestSaysNothing(t *testing.T) {
	for caption, want := range map[string]bool{
		"OLYMPUS DIGITAL CAMERA":          true,
		"OLYMPUS DIGITAL CAMERA         ": true,
		"SONY DSC":                        true,
		"DCIM":                            true,
		"Exif_JPEG_PICTURE":               true,
		"default":                         true,
		"Created with GIMP":               true,
		"Created with The GIMP":           true,
		"DSC_1234":                        true,
		"20190714":                        true,
		" ?! ":                            true,
		"A dog on the sofa":               false,
		"My olympus digital camera":       false,
		"Picture of Ann":                  false,
		"夜の東京":                            false,
	} {
		if got := saysNothing(caption); got != want {
			t.Errorf("%q: %v, want %v", caption, got, want)
		}
	}
}

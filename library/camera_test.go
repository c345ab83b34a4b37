package library_test

import (
	"testing"

	"descry/library"
)

func TestCameraNames(t *testing.T) {
	for _, c := range []struct{ maker, model, want string }{
		{"Canon", "Canon EOS 5D Mark IV", "Canon EOS 5D Mark IV"},
		{"Canon", "EOS 5D", "Canon EOS 5D"},
		{"NIKON CORPORATION", "NIKON D1X", "Nikon D1X"},
		{"NIKON", "COOLPIX P1", "Nikon COOLPIX P1"},
		{"OLYMPUS OPTICAL CO.,LTD", "C2040Z", "Olympus C2040Z"},
		{"OLYMPUS IMAGING CORP.", "E-420", "Olympus E-420"},
		{"CASIO COMPUTER CO.,LTD.", "EX-S1", "Casio EX-S1"},
		{"EASTMAN KODAK COMPANY", "KODAK DC240 ZOOM DIGITAL CAMERA", "Kodak DC240 ZOOM DIGITAL CAMERA"},
		{"FUJI PHOTO FILM CO., LTD.", "SP-2500", "Fujifilm SP-2500"},
		{"FUJIFILM", "FinePix E500", "Fujifilm FinePix E500"},
		{"Hewlett-Packard", "hp photosmart 735", "HP photosmart 735"},
		{"KONICA CORPORATION", "Konica Digital Camera Q-M100", "Konica Digital Camera Q-M100"},
		{"KONICA MINOLTA", "DiMAGE Z3", "Konica Minolta DiMAGE Z3"},
		{"PENTAX Corporation", "PENTAX K10D", "Pentax K10D"},
		{"RICOH IMAGING COMPANY, LTD.", "PENTAX K-1", "Pentax K-1"},
		{"SANYO Electric Co.,Ltd.", "SR6", "Sanyo SR6"},
		{"SONY", "DSC-P12", "Sony DSC-P12"},
		{"samsung", "SM-G930F", "Samsung SM-G930F"},
		{"Apple", "iPhone XR", "Apple iPhone XR"},
		{"HTC", "HTC One", "HTC One"},
		{"LEICA CAMERA AG", "LEICA Q2", "Leica Q2"},
		{"DIGITAL", "DIGITAL", "Digital"},
		{"Canon", "", "Canon"},
		{"", "  D70 ", "D70"},
		{"", "NIKON D70", "NIKON D70"},
		{"Ångström", "ångström 1", "Ångström 1"},
		{" ", "\t", ""},
		{"", "", ""},
	} {
		if got := (library.Camera{Make: c.maker, Model: c.model}).Name(); got != c.want {
			t.Errorf("%q %q is called %q, want %q", c.maker, c.model, got, c.want)
		}
	}
}

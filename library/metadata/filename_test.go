package metadata_test

import (
	"testing"

	"descry/library"
	"descry/library/metadata"
)

func TestReadName(t *testing.T) {
	const day, second = "2006-01-02", "2006-01-02T15:04:05"
	for _, c := range []struct{ name, layout, want string }{
		{"IMG_20150607_080910.jpg", second, "2015-06-07T08:09:10"},
		{"PXL_20210506_070809123.jpg", second, "2021-05-06T07:08:09"},
		{"PXL_20210506_070809123.MP.jpg", second, "2021-05-06T07:08:09"},
		{"20160102_030405.jpg", second, "2016-01-02T03:04:05"},
		{"20160102_030405(0).jpg", second, "2016-01-02T03:04:05"},
		{"20160102030405.jpg", second, "2016-01-02T03:04:05"},
		{"Screenshot_20200229-101112.jpg", second, "2020-02-29T10:11:12"},
		{"Screenshot_2020-02-29-10-11-12-345_com.app.jpg", second, "2020-02-29T10:11:12"},
		{"Screenshot from 2020-02-29 10-11-12.png", second, "2020-02-29T10:11:12"},
		{"Screen Shot 2016-01-02 at 3.04.05 PM.png", second, "2016-01-02T15:04:05"},
		{"Screen Shot 2016-01-02 at 12.04.05 AM.png", second, "2016-01-02T00:04:05"},
		{"Bildschirmfoto 2016-01-02 um 13.04.05.png", second, "2016-01-02T13:04:05"},
		{"2018-12-24 18.30.00.jpg", second, "2018-12-24T18:30:00"},
		{"2018-12-24 18.30.00-1.jpg", second, "2018-12-24T18:30:00"},
		{"signal-2021-03-04-151617.jpg", second, "2021-03-04T15:16:17"},
		{"signal-2021-03-04-15-16-17-123.jpg", second, "2021-03-04T15:16:17"},
		{"photo_2021-03-04_15-16-17.jpg", second, "2021-03-04T15:16:17"},
		{"WhatsApp Image 2022-08-09 at 10.11.12.jpeg", second, "2022-08-09T10:11:12"},
		{"WhatsApp Image 2022-08-09 at 10.11.12 (1).jpeg", second, "2022-08-09T10:11:12"},
		{"WP_20130704_12_34_56_Pro.jpg", second, "2013-07-04T12:34:56"},
		{"C360_2013-07-04-12-34-56-789.jpg", second, "2013-07-04T12:34:56"},
		{"00000IMG_00000_BURST20190704123456789_COVER.jpg", second, "2019-07-04T12:34:56"},
		{"DJI_20210304151617_0001.JPG", second, "2021-03-04T15:16:17"},
		{"FB_IMG_1439876543210.jpg", second, "2015-08-18T05:42:23"},
		{"IMG-20190704-WA0001.jpg", day, "2019-07-04"},
		{"1985-07-04 Grandma.tif", day, "1985-07-04"},
		{"1905_07_04.tif", day, "1905-07-04"},
		{"2019-07-04.jpg", day, "2019-07-04"},

		{"IMG-20191399-WA0001.jpg", "", ""},
		{"IMG_20150230_080910.jpg", "", ""},
		{"20150607_998877.jpg", day, "2015-06-07"},
		{"IMG_1234.jpg", "", ""},
		{"DSC01234.JPG", "", ""},
		{"12019070412345678.jpg", "", ""},
		{"Snapchat-1234567890.jpg", "", ""},
		{"19450508.jpg", "", ""}, // the number of something, as likely as a day
		{"2019_07-04.jpg", "", ""},
		{"1024-10-10 pixels.jpg", "", ""},
		{"photo.jpg", "", ""},
		{".jpg", "", ""},
		{"", "", ""},
	} {
		got := metadata.ReadName(c.name)
		switch {
		case c.want == "":
			if !got.IsZero() {
				t.Errorf("%s: %s, no date is expected", c.name, got.Local)
			}
		case got.IsZero():
			t.Errorf("%s: no date", c.name)
		case got.Local.Format(c.layout) != c.want || (got.Precision == library.ToDay) != (c.layout == day) || got.From != metadata.Name:
			t.Errorf("%s: %s, precision %d, from %q", c.name, got.Local.Format(c.layout), got.Precision, got.From)
		}
	}
}

func FuzzReadName(f *testing.F) {
	f.Add("IMG_20150607_080910.jpg")
	f.Fuzz(func(t *testing.T, name string) {
		if c := metadata.ReadName(name); !c.IsZero() && (c.Local.Year() < 1826 || c.Local.Year() > 2099) {
			t.Errorf("%q: %s", name, c.Local)
		}
	})
}

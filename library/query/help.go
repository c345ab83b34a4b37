package query

// HelpEntry explains a part of the language by an example.
type HelpEntry struct{ Example, Meaning string }

// Help explains the language on one screen.
func Help() []HelpEntry {
	return []HelpEntry{
		{`the evening we grilled on the roof`, "what is to be seen, in any words and any length"},
		{`"red lanterns"`, "this part counts by itself, and is looked for in tags and names"},
		{`"red lanterns"^2`, "this part counts twice as much (0.1 to 10)"},
		{`a street without people`, "not wanted in the photo: what follows up to a comma or a word like “with” or “at”"},
		{`-people  -"parked cars"`, "the same as a part of its own"},
		{`like:sunset.jpg`, "similar to a photo: its name, its path, or the first 8 digits of its id"},
		{`-like:sunset.jpg^0.5`, "unlike a photo, half as important"},
		{`date:2019-07..2019-09`, "taken in these months, both included; also 2019, 2019-07-04, july-2019; “summer 2020” in words is offered"},
		{`date:<2019`, "taken before 2019; also <=, > and >=, and 2019.. or ..2019"},
		{`date:last-30-days`, "also today, yesterday, this-week, last-month, last-year; none, or undated, for photos without a date"},
		{`in:"Norway trip"`, "a folder on the way to the photo has this in its name"},
		{`folder:~/Pictures/2019`, "in or below this folder"},
		{`name:IMG_20`, "the file's name has this in it"},
		{`camera:canon,nikon`, "make or model has one of these in it; every filter takes several values"},
		{`lens:50mm`, "the lens's name has this in it"},
		{`iso:>=1600`, "sensitivity; also 800 and 100..400"},
		{`tag:beach`, "has this tag; untagged finds photos without any, tag:=dogs no animals/dogs"},
		{`-tag:beach`, "a minus before a filter turns it round"},
		{`person:Anna`, "this person is in it; person:=Ann is nobody but Ann"},
		{`rating:>=3`, "three stars or more; also 3, 1..3, none and rejected"},
		{`near:59.91,10.75,5`, "taken within 5 km of this place (latitude, longitude)"},
		{`type:raw`, "also jpeg, png, gif, webp, tiff, bmp, heic and avif"},
		{`orientation:portrait`, "also landscape and square"},
		{`has:caption`, "also tag, place, date, person, rating and camera"},
	}
}

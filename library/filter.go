package library

import "time"

// Filter is a set of conditions that a photo must all meet. Every photo meets an empty filter.
type Filter struct{ Conditions []Condition }

// Empty reports that every photo passes.
func (f Filter) Empty() bool { return len(f.Conditions) == 0 }

// Without is the filter less its i-th condition.
func (f Filter) Without(i int) Filter {
	kept := make([]Condition, 0, len(f.Conditions))
	kept = append(kept, f.Conditions[:i]...)
	return Filter{append(kept, f.Conditions[i+1:]...)}
}

// Condition holds for a photo that passes any of the tests, or none of the tests when Not is
// set. A condition has at least one test.
type Condition struct {
	Not bool
	Any []Test
}

// Test is a question about what is known of a photo. A photo of which the answer isn't known
// fails. Text is compared without regard to case and accents.
type Test interface{ test() }

// DateTest asks when a photo was taken by the clock of the camera: From ≤ taken < To,
// clock times in the UTC location as in CaptureTime. A zero time is no limit.
type DateTest struct{ From, To time.Time }

// InTest asks whether a directory on the way from the library's folder to the
// file, that folder included, has Name in its name.
type InTest struct{ Name string }

// FolderTest asks whether a file lies in or below a directory. A Path that is not
// absolute is the end of that directory's path ("2019/Norway").
type FolderTest struct{ Path string }

// NameTest asks whether the file's name has Text in it.
type NameTest struct{ Text string }

// CameraTest asks whether the camera's name has Text in it, or make and model do as
// the file writes them.
type CameraTest struct{ Text string }

// LensTest asks whether the lens's name has Text in it.
type LensTest struct{ Text string }

// ISOTest asks for Min ≤ ISO ≤ Max. 0 is no limit.
type ISOTest struct{ Min, Max int }

// TagTest asks for a tag: the file's own keywords and the user's tags alike. Levels of a
// hierarchy are parted by slashes. A tag stands for the tags below, too. A name of one level
// may be any level of a tag ("dogs" of "animals/dogs/Bella"), unless the test is Whole.
type TagTest struct {
	Name  string
	Whole bool // Name begins at the tag's first level
}

// PersonTest asks for a photo with a person whose name contains Name, or is equal to Name.
type PersonTest struct {
	Name  string
	Whole bool
}

// RatingTest asks for Min ≤ rating ≤ Max. A rating of −1 is rejected, 0 not rated, 5 the best.
type RatingTest struct{ Min, Max int }

// NearTest asks whether the photo was taken within Kilometres of a point, in degrees of
// latitude and longitude.
type NearTest struct {
	Position
	Kilometres float64
}

// TypeTest asks for a file format as in Photo.Format, or for a kind of formats ("raw").
type TypeTest struct{ Format string }

// Orientation is how a photo stands.
type Orientation int

// The orientations. A square is neither of the others.
const (
	Landscape Orientation = iota
	Portrait
	Square
)

// OrientationTest asks whether a photo is taller than wide, wider than tall, or square.
type OrientationTest struct{ Orientation Orientation }

// Fact is a kind of information that a photo has or lacks.
type Fact int

// The facts that HasTest asks for.
const (
	HasCaption Fact = iota // a caption or title
	HasTag                 // any tag; a photo without the fact is "untagged"
	HasPlace               // GPS
	HasDate                // a capture date of the photo's own; the file's date is none
	HasPerson
	HasRating
	HasCamera
)

// HasTest asks whether a fact is known.
type HasTest struct{ Fact Fact }

func (DateTest) test()        {}
func (InTest) test()          {}
func (FolderTest) test()      {}
func (NameTest) test()        {}
func (CameraTest) test()      {}
func (LensTest) test()        {}
func (ISOTest) test()         {}
func (TagTest) test()         {}
func (PersonTest) test()      {}
func (RatingTest) test()      {}
func (NearTest) test()        {}
func (TypeTest) test()        {}
func (OrientationTest) test() {}
func (HasTest) test()         {}

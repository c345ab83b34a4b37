package library

import "context"

// Tag is a word of the user's for photos: a tag, whose levels are parted by
// slashes ("animals/dogs"), or a person's name, which has no levels. Spellings that
// differ in case or accents alone are one tag.
type Tag struct {
	Person bool
	Name   string
}

// Label is what the user says of a tag and a photo.
type Label int8

// What can be said. A No outweighs what the file itself says; it is never
// suggested again, and an example of what the tag does not mean.
const (
	Unlabelled Label = iota
	Yes
	No
)

// TagEdit is a statement of the user's.
type TagEdit struct {
	Photo PhotoID
	Tag   Tag
	Label Label
	// Guarded statements are left out where the user says something else than Now:
	// what takes a change back leaves alone what was said since.
	Guarded bool
	Now     Label
}

// CaptionEdit is what the user writes about a photo; nil leaves it to the file's
// own caption, "" says that there is none.
type CaptionEdit struct {
	Photo   PhotoID
	Text    *string
	Guarded bool // as in TagEdit
	Now     *string
}

// CaptionOf is the caption that counts for a photo.
type CaptionOf struct {
	Photo PhotoID
	Text  string
	Own   bool // the user's; otherwise the file's
}

// NamedEdit makes a tag a named thing, or no longer one (nil).
type NamedEdit struct {
	Tag     Tag
	Noun    *string
	Guarded bool // as in TagEdit
	Now     *string
}

// SpellEdit is how a tag that exists is to be written from now on: in other case or
// with other accents. Now is as in TagEdit; "" is however it is written.
type SpellEdit struct {
	Tag Tag
	Now string
}

// Edit is a change of what the user says. All of it is one transaction.
type Edit struct {
	Tags     []TagEdit
	Captions []CaptionEdit
	Named    []NamedEdit
	Spelled  []SpellEdit
}

// Empty reports an edit that changes nothing.
func (e Edit) Empty() bool {
	return len(e.Tags)+len(e.Captions)+len(e.Named)+len(e.Spelled) == 0
}

// Photos counts the photos that tags and captions of the edit are about.
func (e Edit) Photos() int {
	photos := make(map[PhotoID]bool)
	for _, t := range e.Tags {
		photos[t.Photo] = true
	}
	for _, c := range e.Captions {
		photos[c.Photo] = true
	}
	return len(photos)
}

// TagShare tells of a tag among several photos.
type TagShare struct {
	Tag    Tag
	Photos int // how many of them have it
	Own    int // of these by the user's word; the others' files say it
}

// TagCount tells how many photos with a file have a tag.
type TagCount struct {
	Tag    Tag
	Photos int // with it or one below it, by the user's or the file's word
	Own    int // with the tag itself, by the user's word
	Not    int // that the user said not to have it
	// Named and Noun: the tag is a named thing, see NamedConcept.
	Named bool
	Noun  string
}

// NamedConcept is a tag whose name no model can know ("Bella"): searches learn what
// it means from its photos. Noun is what it is ("dog"), "" when the user hasn't
// said.
type NamedConcept struct {
	Tag    Tag
	Noun   string
	Photos []PhotoID // by the user's word
}

// OfferSource is where an offer to import comes from.
type OfferSource int

// The sources of tags and captions that are in the library already.
const (
	OfferKeywords OfferSource = iota // XMP, IPTC and EXIF keywords
	OfferPeople                      // names of persons in the file
	OfferFolders                     // names of directories
	OfferCaptions                    // captions of files; Tag is zero, all are one offer
)

// ImportOffer is something that the user may make their own with one click.
type ImportOffer struct {
	Source OfferSource
	Tag    Tag
	Photos int    // that the user has not said it of yet
	Sample string // an example of what is written: a caption, or the directory
}

// AnnotationStore keeps what the user says of photos. It belongs to the content: it
// stays when files move, and goes along when a file is changed in place by another
// program. No file is written.
type AnnotationStore interface {
	// ApplyEdit writes an edit and returns the one that takes it back, which is
	// guarded. Photos that are gone are left out; a name without a word in it is an
	// error. A large edit is written in steps, of which Progress tells: after an error,
	// or when the context has ended, undo takes back those that were.
	ApplyEdit(ctx context.Context, edit Edit) (undo Edit, err error)
	// TagPhotos adds and removes tags. Removing what a file says is a No, removing
	// the user's own word leaves it unsaid. Many photos are tagged in steps, as by
	// ApplyEdit.
	TagPhotos(ctx context.Context, photos []PhotoID, add, remove []Tag) (undo Edit, err error)
	// RenameTag gives photos with a tag, or one below it, another one; those that
	// have both keep one: renaming to a tag that exists merges the two. A
	// person can be made a tag and the other way round. ErrNotFound for an unknown tag.
	// Many photos are renamed in steps, as by ApplyEdit; the same call does the rest of
	// what was stopped.
	RenameTag(ctx context.Context, from, to Tag) (undo Edit, err error)
	// RemoveTag removes a tag, and those below it, from all photos, of many in steps.
	RemoveTag(ctx context.Context, tag Tag) (undo Edit, err error)
	// TagShares lists the tags of any of the photos, those of most photos first.
	TagShares(ctx context.Context, photos []PhotoID) ([]TagShare, error)
	// Tags lists all tags and people that a photo has, by name, levels above included.
	Tags(ctx context.Context) ([]TagCount, error)
	// Statements calls fn for each Yes and No of the user's about a photo with a file.
	Statements(ctx context.Context, fn func(TagEdit)) error
	// Captions calls fn for each caption of the user's about a photo with a file.
	Captions(ctx context.Context, fn func(PhotoID, string)) error
	// CaptionsOf tells the captions of the photos that are there, in the order asked
	// for.
	CaptionsOf(ctx context.Context, photos []PhotoID) ([]CaptionOf, error)
	// NamedConcepts lists them by name.
	NamedConcepts(ctx context.Context) ([]NamedConcept, error)
	// ImportOffers lists what could be imported, most photos first.
	ImportOffers(ctx context.Context) ([]ImportOffer, error)
	// Import makes offers the user's own words, of many photos in steps.
	Import(ctx context.Context, offers []ImportOffer) (undo Edit, err error)
}

// Feedback is what the user said of a photo as an answer to a description.
type Feedback struct {
	Description string // as it was typed, filters left out
	Photo       PhotoID
	Good        bool
}

// FeedbackEdit is what the user says of a photo as an answer: Yes, No, or nothing
// any more (Unlabelled). Guarded and Now are as in TagEdit.
type FeedbackEdit struct {
	Photo   PhotoID
	Label   Label
	Guarded bool
	Now     Label
}

// FeedbackStore remembers feedback by description. Descriptions that differ in
// case, accents or blanks alone are the same.
type FeedbackStore interface {
	// SetFeedback says of photos that they are good answers (Yes), are none (No),
	// or nothing any more (Unlabelled). Photos that are gone are left out.
	SetFeedback(ctx context.Context, description string, photos []PhotoID, say Label) error
	// EditFeedback does it photo by photo and returns what takes it back, guarded.
	EditFeedback(ctx context.Context, description string, edits []FeedbackEdit) (undo []FeedbackEdit, err error)
	// FeedbackOn lists what was said of answers to a description, oldest first.
	FeedbackOn(ctx context.Context, description string) ([]Feedback, error)
	// AllFeedback calls fn for all feedback on photos with a file, by description.
	AllFeedback(ctx context.Context, fn func(Feedback)) error
}

// Suggestion is a tag that a head finds in a photo. It counts for nothing until the
// user accepts it.
type Suggestion struct {
	Tag        Tag
	Photo      PhotoID
	Confidence float32 // 0 to 1: how many of such suggestions are right
}

// MostSuggestions of a tag are more than anyone reviews at a time; what is accepted or
// rejected makes room for others when they are made anew.
const MostSuggestions = 1000

// SuggestionStore keeps suggestions apart from what the user says.
type SuggestionStore interface {
	// ReplaceSuggestions makes list all that is suggested for a tag: what was
	// suggested before and isn't in it is withdrawn. Left out is what the user has
	// said Yes or No of, what the file says, and what was rejected; of the rest the
	// surest are kept, MostSuggestions at the most. Nothing is suggested for a tag
	// that isn't there.
	ReplaceSuggestions(ctx context.Context, tag Tag, list []Suggestion) error
	// Suggestions lists up to limit (0: all) of a tag on photos with a file, surest first.
	Suggestions(ctx context.Context, tag Tag, limit int) ([]Suggestion, error)
	// SuggestionCounts tells of every tag with suggestions how many there are, in Photos.
	SuggestionCounts(ctx context.Context) ([]TagCount, error)
	// RejectSuggestions leaves photos out of a tag's suggestions until
	// ForgetRejections is called, which a new head does. For ever is a No, by ApplyEdit.
	RejectSuggestions(ctx context.Context, tag Tag, photos []PhotoID) error
	// WithdrawRejections takes RejectSuggestions back: what was suggested is again, as sure
	// as it was, and what was not suggested may be from now on.
	WithdrawRejections(ctx context.Context, tag Tag, photos []PhotoID) error
	// ForgetRejections forgets the rejections of all tags; suggestions come back when they
	// are made anew.
	ForgetRejections(ctx context.Context) error
	// ClearSuggestions withdraws all of them.
	ClearSuggestions(ctx context.Context) error
}

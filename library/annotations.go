package library

import "context"

// Tag is a name that photos are labelled with. The levels of a tag are parted by slashes
// ("animals/dogs"). The name of a person has no levels. Spellings that differ in case or
// accents alone are one tag.
type Tag struct {
	Person bool
	Name   string
}

// Label is the user's answer to whether a photo has a tag.
type Label int8

// The labels. A No outweighs the keywords of the photo's file. A tag with a No is never
// suggested for the photo again, and the photo is a negative example of the tag.
const (
	Unlabelled Label = iota
	Yes
	No
)

// TagEdit gives one photo a label for one tag.
type TagEdit struct {
	Photo PhotoID
	Tag   Tag
	Label Label
	// A Guarded edit is left out where the label is another one than Now: an undo leaves
	// later labels alone.
	Guarded bool
	Now     Label
}

// CaptionEdit gives a photo a caption.
type CaptionEdit struct {
	Photo PhotoID
	// Text is the user's caption. A nil Text stands for the caption in the file, "" for
	// no caption at all.
	Text    *string
	Guarded bool // as in TagEdit
	Now     *string
}

// CaptionOf is the caption that counts for a photo: the user's, otherwise the file's.
type CaptionOf struct {
	Photo PhotoID
	Text  string
	Own   bool // the caption is the user's
}

// NamedEdit makes a tag a named concept with a noun. A nil Noun ends that.
type NamedEdit struct {
	Tag     Tag
	Noun    *string
	Guarded bool // as in TagEdit
	Now     *string
}

// SpellEdit is the new spelling of a tag that exists: in other case or with other accents. The
// edit is left out where the spelling is another one than Now. A Now of "" allows all
// spellings.
type SpellEdit struct {
	Tag Tag
	Now string
}

// Edit is a change of annotations. An edit is one transaction.
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
	Photos int // how many of the photos have the tag
	Own    int // how many have the tag by a label; the files of the others have it as a keyword
}

// TagCount tells how many photos with a file have a tag.
type TagCount struct {
	Tag    Tag
	Photos int // photos that have the tag or one below the tag, by a label or by a keyword of the file
	Own    int // with the label Yes for the tag itself
	Not    int // with the label No
	// Named and Noun tell of a tag that is a NamedConcept.
	Named bool
	Noun  string
}

// NamedConcept is a tag whose name no model can know ("Bella"). Searches learn the meaning
// of the name from the photos.
type NamedConcept struct {
	Tag    Tag
	Noun   string    // the kind of the concept ("dog"), "" where the user gave none
	Photos []PhotoID // with the label Yes
}

// OfferSource is where an offer to import comes from.
type OfferSource int

// The sources of tags and captions that are in the library before the user writes any.
const (
	OfferKeywords OfferSource = iota // XMP, IPTC and EXIF keywords
	OfferPeople                      // names of persons in the file
	OfferFolders                     // names of directories
	OfferCaptions                    // captions of files; Tag is zero, since all captions are one offer
)

// ImportOffer is a tag, or all captions, that files and folders have and that the user
// may take over with one click.
type ImportOffer struct {
	Source OfferSource
	Tag    Tag
	Photos int    // photos without an annotation of the user's in this place
	Sample string // an example: a caption, or a directory
}

// AnnotationStore keeps the user's annotations of photos: labels, captions and names. An
// annotation belongs to the content of a photo: the annotation stays when files move, and goes
// along when another program changes a file in place. No file is written.
type AnnotationStore interface {
	// ApplyEdit writes an edit and returns the guarded edit that takes the former back.
	// Photos that are gone are left out. A name without a word in it is an error. A
	// large edit is written in steps, of which Progress tells. After an error, or when
	// the context has ended, undo takes back the steps that were written.
	ApplyEdit(ctx context.Context, edit Edit) (undo Edit, err error)
	// TagPhotos adds and removes tags. Removing a keyword of a file is a No, removing a
	// label leaves the photo unlabelled. Many photos are tagged in steps, as by
	// ApplyEdit.
	TagPhotos(ctx context.Context, photos []PhotoID, add, remove []Tag) (undo Edit, err error)
	// RenameTag moves the labels of a tag, and of the tags below it, to another tag. Renaming
	// to a tag that exists merges the two. A person can be made a tag and the other way round.
	// An unknown tag is ErrNotFound. Many photos are renamed in steps, as by ApplyEdit. Where
	// the steps were stopped, the same call does the rest.
	RenameTag(ctx context.Context, from, to Tag) (undo Edit, err error)
	// RemoveTag removes a tag, and the tags below the tag, from all photos. Many photos are
	// changed in steps, as by ApplyEdit.
	RemoveTag(ctx context.Context, tag Tag) (undo Edit, err error)
	// TagShares lists the tags of any of the photos, tags of most photos first.
	TagShares(ctx context.Context, photos []PhotoID) ([]TagShare, error)
	// Tags lists all tags and people that a photo has, by name, levels above included.
	Tags(ctx context.Context) ([]TagCount, error)
	// Statements calls fn for each Yes and No about a photo with a file.
	Statements(ctx context.Context, fn func(TagEdit)) error
	// Captions calls fn for each caption of the user's about a photo with a file.
	Captions(ctx context.Context, fn func(PhotoID, string)) error
	// CaptionsOf tells the captions of the photos that are there, in the order of photos.
	CaptionsOf(ctx context.Context, photos []PhotoID) ([]CaptionOf, error)
	// NamedConcepts lists all named concepts by name.
	NamedConcepts(ctx context.Context) ([]NamedConcept, error)
	// ImportOffers lists what could be imported, most photos first.
	ImportOffers(ctx context.Context) ([]ImportOffer, error)
	// Import takes offers over as the user's labels and captions, of many photos in steps.
	Import(ctx context.Context, offers []ImportOffer) (undo Edit, err error)
}

// Feedback is the user's judgement of a photo as an answer to a description.
type Feedback struct {
	Description string // as the description was typed, filters left out
	Photo       PhotoID
	Good        bool
}

// FeedbackEdit judges a photo as an answer: Yes for a good one, No for a wrong one,
// Unlabelled to withdraw the judgement. Guarded and Now are as in TagEdit.
type FeedbackEdit struct {
	Photo   PhotoID
	Label   Label
	Guarded bool
	Now     Label
}

// FeedbackStore remembers feedback by description. Descriptions that differ in
// case, accents or blanks alone are the same.
type FeedbackStore interface {
	// SetFeedback judges photos alike: Yes, No or Unlabelled, as in FeedbackEdit. Photos
	// that are gone are left out.
	SetFeedback(ctx context.Context, description string, photos []PhotoID, say Label) error
	// EditFeedback judges photo by photo and returns the guarded edits that take the
	// judgements back.
	EditFeedback(ctx context.Context, description string, edits []FeedbackEdit) (undo []FeedbackEdit, err error)
	// FeedbackOn lists the judgements of answers to a description, oldest first.
	FeedbackOn(ctx context.Context, description string) ([]Feedback, error)
	// AllFeedback calls fn for all feedback on photos with a file, by description.
	AllFeedback(ctx context.Context, fn func(Feedback)) error
}

// Suggestion is a tag that a head finds in a photo. A suggestion counts for nothing until
// the user accepts it.
type Suggestion struct {
	Tag        Tag
	Photo      PhotoID
	Confidence float32 // 0 to 1: how many of such suggestions are right
}

// MostSuggestions bounds the suggestions of a tag, to more than anyone reviews at a time.
// Accepted and rejected suggestions make room for others when suggestions are computed anew.
const MostSuggestions = 1000

// SuggestionStore keeps suggestions apart from labels.
type SuggestionStore interface {
	// ReplaceSuggestions makes list the suggestions of a tag. Earlier suggestions that aren't
	// in list are withdrawn. Photos with a label, photos whose file has the tag as a keyword,
	// and rejected photos are left out. Of the rest the surest are kept, MostSuggestions at
	// the most. A tag that doesn't exist gets no suggestions.
	ReplaceSuggestions(ctx context.Context, tag Tag, list []Suggestion) error
	// Suggestions lists up to limit suggestions of a tag (0: all) on photos with a file,
	// surest first.
	Suggestions(ctx context.Context, tag Tag, limit int) ([]Suggestion, error)
	// SuggestionCounts tells of every tag with suggestions how many there are, in Photos.
	SuggestionCounts(ctx context.Context) ([]TagCount, error)
	// RejectSuggestions leaves photos out of a tag's suggestions until ForgetRejections,
	// which is called for a new head. A No, by ApplyEdit, rejects for ever.
	RejectSuggestions(ctx context.Context, tag Tag, photos []PhotoID) error
	// WithdrawRejections takes RejectSuggestions back. What was suggested is suggested again,
	// as sure as before. Photos that were not suggested may be from now on.
	WithdrawRejections(ctx context.Context, tag Tag, photos []PhotoID) error
	// ForgetRejections forgets the rejections of all tags. Suggestions come back when
	// suggestions are computed anew.
	ForgetRejections(ctx context.Context) error
	// ClearSuggestions withdraws all suggestions.
	ClearSuggestions(ctx context.Context) error
}

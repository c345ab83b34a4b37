package service

import (
	"fmt"
	"path/filepath"
	"strings"

	"descry/app/history"
	"descry/app/message"
	"descry/app/service/learning"
	"descry/library"
)

// How the steps of the history are called: as they are told when they are done, and as
// things that can be undone.

func quoted(name string) string { return "“" + strings.Join(strings.Fields(name), " ") + "”" }

// TagLabel says what was done to how many photos.
func TagLabel(photos int, add, remove []library.Tag) history.Label {
	n := PhotosWord(photos)
	switch {
	case len(remove) == 0:
		return history.Label{Said: "Tagged " + n + ": " + tagList(add), What: tagsWord(add) + " on " + n}
	case len(add) == 0:
		return history.Label{Said: "Removed from " + n + ": " + tagList(remove), What: tagsWord(remove) + " removed from " + n}
	}
	return history.Label{
		Said: fmt.Sprintf("Tagged %s: %s; removed: %s", n, tagList(add), tagList(remove)),
		What: tagsWord(add) + " in place of " + tagsWord(remove) + " on " + n,
	}
}

// StoppedLabel is for what was done of a large change that was stopped on its way.
func StoppedLabel(done history.Label) history.Label {
	return history.Label{Said: done.Said + " (stopped on the way)", What: done.What}
}

func tagList(tags []library.Tag) string {
	names := make([]string, len(tags))
	for i, t := range tags {
		names[i] = t.Name
	}
	return strings.Join(names, ", ")
}

// tagsWord is "tag “a”" or "tags “a”, “b”".
func tagsWord(tags []library.Tag) string {
	names := make([]string, len(tags))
	for i, t := range tags {
		names[i] = quoted(t.Name)
	}
	if len(tags) == 1 {
		return "tag " + names[0]
	}
	return "tags " + strings.Join(names, ", ")
}

func captionLabel(photos int, text *string) history.Label {
	n := PhotosWord(photos)
	if text == nil || strings.TrimSpace(*text) == "" {
		return history.Label{Said: "Removed the caption of " + n, What: "caption removed from " + n}
	}
	return history.Label{Said: "Wrote the caption of " + n, What: "caption of " + n}
}

// RenameLabel names the renaming of a tag in the history, or its merging with another.
func RenameLabel(from, to library.Tag, merges bool) history.Label {
	a, b := quoted(from.Name), quoted(to.Name)
	if merges {
		return history.Label{Said: "Merged " + a + " into " + b, What: "merging " + a + " into " + b}
	}
	return history.Label{Said: "Renamed " + a + " to " + b, What: "renaming " + a + " to " + b}
}

// PartOfRename names a rename that was stopped after so many photos. The same again does
// the rest.
func PartOfRename(whole history.Label, from library.Tag) func(photos int) history.Label {
	return func(photos int) history.Label {
		on := " on " + PhotosWord(photos)
		return history.Label{Said: whole.Said + on + "; the others keep " + quoted(from.Name), What: whole.What + on}
	}
}

// RemoveTagLabel says from which photos a tag was removed.
func RemoveTagLabel(tag library.Tag, photos string) history.Label {
	return history.Label{Said: "Removed " + tag.Name + " from " + photos, What: "removing " + quoted(tag.Name) + " from " + photos}
}

// PartOfRemoval names a part of the removal of a tag that was stopped.
func PartOfRemoval(tag library.Tag) func(photos int) history.Label {
	return func(photos int) history.Label { return RemoveTagLabel(tag, PhotosWord(photos)) }
}

// PartOfImport names a part of an import that was stopped.
func PartOfImport(offers []library.ImportOffer) func(photos int) history.Label {
	return func(photos int) history.Label {
		whole, on := ImportLabel(offers), " on "+PhotosWord(photos)
		return history.Label{Said: whole.Said + on, What: whole.What + on}
	}
}

// ImportLabel says what was imported: "Imported 12 tags and the captions".
func ImportLabel(offers []library.ImportOffer) history.Label {
	var parts []string
	tags, captions := 0, false
	for _, o := range offers {
		if o.Source == library.OfferCaptions {
			captions = true
		} else {
			tags++
		}
	}
	if tags > 0 {
		parts = append(parts, message.Plural(tags, "tag", "tags"))
	}
	if captions {
		parts = append(parts, "the captions")
	}
	what := strings.Join(parts, " and ")
	return history.Label{Said: "Imported " + what, What: "import of " + what}
}

// answerLabel says what was said of answers to a description.
func answerLabel(photos int, say library.Label, description string) history.Label {
	n, to := PhotosWord(photos), " for "+quoted(description)
	switch say {
	case library.Yes:
		return history.Label{Said: "Right answer: " + n, What: "right answer on " + n + to}
	case library.No:
		return history.Label{Said: "Wrong answer: " + n + " left out", What: "wrong answer on " + n + to}
	default:
		return history.Label{Said: "Took back what you said of " + n, What: "taking back what you said of " + n + to}
	}
}

func forgetLabel(description string) history.Label {
	return history.Label{Said: "Forgot what you said of these answers", What: "forgetting the answers for " + quoted(description)}
}

// reviewLabel says what was said of suggestions.
func reviewLabel(photos int, tag library.Tag, verdict learning.Verdict) history.Label {
	n, name := PhotosWord(photos), quoted(tag.Name)
	switch verdict {
	case learning.Accept:
		return history.Label{Said: "Tagged " + n + ": " + tag.Name, What: "suggested tag " + name + " accepted on " + n}
	case learning.NotEver:
		return history.Label{Said: fmt.Sprintf("%s never have %s", n, tag.Name), What: "suggested tag " + name + " ruled out on " + n}
	default:
		return history.Label{Said: "Rejected for " + n + ": " + tag.Name, What: "suggested tag " + name + " rejected on " + n}
	}
}

func namingLabel(photos int, tag library.Tag) history.Label {
	n := PhotosWord(photos)
	return history.Label{Said: "Named " + n + ": " + tag.Name, What: "name " + quoted(tag.Name) + " for " + n}
}

func forgetConceptLabel(tag library.Tag) history.Label {
	return history.Label{Said: tag.Name + " is a tag like others again", What: quoted(tag.Name) + " no longer a name"}
}

// saveLabel says what became of a saved search, from what it was before; the zero
// search was not there.
func saveLabel(before, after library.SavedSearch) history.Label {
	name := quoted(after.Name)
	switch {
	case before.ID == 0:
		return history.Label{Said: "Saved as " + name + ", under Searches in the sidebar.", What: "saving the search " + name}
	case before.Query == after.Query && before.Name != after.Name:
		return history.Label{Said: "Renamed the search to " + name, What: "renaming the search " + quoted(before.Name) + " to " + name}
	}
	return history.Label{Said: name + " is the current search now", What: "changing the search " + name}
}

func deleteSearchLabel(s library.SavedSearch) history.Label {
	return history.Label{Said: "Deleted the search " + quoted(s.Name), What: "deleting the search " + quoted(s.Name)}
}

func removeFolderLabel(path string) history.Label {
	name := filepath.Base(path)
	return history.Label{Said: "Removed " + name + " from Descry; its files are untouched.", What: "removing the folder " + quoted(name)}
}

func addFoldersLabel(paths []string) history.Label {
	name, what := "", ""
	if len(paths) == 1 {
		name = filepath.Base(paths[0])
		what = "the folder " + quoted(name)
	} else {
		name = message.Plural(len(paths), "item", "items")
		what = name
	}
	return history.Label{Said: "Added " + name + ". Its photos appear as they are indexed.", What: "adding " + what}
}

// ignoreLabel says which files that could not be read are ignored, or no longer: one by
// its name.
func ignoreLabel(paths []string, ignored bool) history.Label {
	n, are := message.Plural(len(paths), "file", "files"), " are "
	what := n
	if len(paths) == 1 {
		n, are = filepath.Base(paths[0]), " is "
		what = quoted(n)
	}
	if ignored {
		return history.Label{Said: "Ignored " + n, What: "ignoring " + what}
	}
	return history.Label{Said: n + are + "shown again", What: "showing " + what + " again"}
}

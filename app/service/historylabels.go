package service

import (
	"path/filepath"
	"strings"

	"descry/app/history"
	"descry/app/notice"
	"descry/app/service/learning"
	"descry/library"
)

// The labels of steps in the history. Each has a form for when the step is done, and a form
// that names the step.

// onOneLine is a name without the line breaks that it may hold.
func onOneLine(name string) string { return strings.Join(strings.Fields(name), " ") }

// photosCounted is a number of photos within a label.
func photosCounted(n int) notice.Notice { return notice.Counted("photos", n, nil) }

// TagLabel says what was done to how many photos.
func TagLabel(photos int, add, remove []library.Tag) history.Label {
	switch {
	case len(remove) == 0:
		return history.Label{
			Message: notice.Counted("change-tagged", photos, notice.Params{"Tags": tagNames(add)}),
			What:    notice.Counted("change-tagged-as", len(add), notice.Params{"Tags": quotedTags(add), "Photos": photosCounted(photos)}),
		}
	case len(add) == 0:
		return history.Label{
			Message: notice.Counted("change-untagged", photos, notice.Params{"Tags": tagNames(remove)}),
			What:    notice.Counted("change-untagged-as", len(remove), notice.Params{"Tags": quotedTags(remove), "Photos": photosCounted(photos)}),
		}
	}
	return history.Label{
		Message: notice.Counted("change-retagged", photos, notice.Params{"Tags": tagNames(add), "Removed": tagNames(remove)}),
		What: notice.Counted("change-retagged-as", photos, notice.Params{
			"Tags":    notice.Counted("change-tags", len(add), notice.Params{"Tags": quotedTags(add)}),
			"Removed": notice.Counted("change-tags", len(remove), notice.Params{"Tags": quotedTags(remove)}),
		}),
	}
}

// StoppedLabel is the label of the part of a large change that was done before a stop.
func StoppedLabel(done history.Label) history.Label {
	return history.Label{Message: notice.New("change-stopped", notice.Params{"Done": done.Message}), What: done.What}
}

func tagNames(tags []library.Tag) notice.Names {
	names := make(notice.Names, len(tags))
	for i, t := range tags {
		names[i] = t.Name
	}
	return names
}

func quotedTags(tags []library.Tag) notice.Quoted {
	names := make(notice.Quoted, len(tags))
	for i, t := range tags {
		names[i] = onOneLine(t.Name)
	}
	return names
}

func captionLabel(photos int, text *string) history.Label {
	if text == nil || strings.TrimSpace(*text) == "" {
		return history.Label{Message: notice.Counted("change-caption-removed", photos, nil), What: notice.Counted("change-caption-removed-as", photos, nil)}
	}
	return history.Label{Message: notice.Counted("change-caption", photos, nil), What: notice.Counted("change-caption-as", photos, nil)}
}

// RenameLabel is the label of a tag's renaming, or of its merging with another tag.
func RenameLabel(from, to library.Tag, merges bool) history.Label {
	names := renamed(from, to)
	if merges {
		return history.Label{Message: notice.New("change-merged", names), What: notice.New("change-merged-as", names)}
	}
	return history.Label{Message: notice.New("change-renamed", names), What: notice.New("change-renamed-as", names)}
}

// PartOfRename is the label of a rename that was stopped after some photos. The same rename
// again does the rest.
func PartOfRename(from, to library.Tag, merges bool) func(photos int) history.Label {
	return func(photos int) history.Label {
		names := renamed(from, to)
		if merges {
			return history.Label{Message: notice.Counted("change-merged-part", photos, names), What: notice.Counted("change-merged-part-as", photos, names)}
		}
		return history.Label{Message: notice.Counted("change-renamed-part", photos, names), What: notice.Counted("change-renamed-part-as", photos, names)}
	}
}

func renamed(from, to library.Tag) notice.Params {
	return notice.Params{"From": onOneLine(from.Name), "To": onOneLine(to.Name)}
}

// RemoveTagLabel is the label of the removal of a tag from all photos.
func RemoveTagLabel(tag library.Tag) history.Label {
	return history.Label{
		Message: notice.New("change-tag-removed", notice.Params{"Tag": tag.Name}),
		What:    notice.New("change-tag-removed-as", notice.Params{"Tag": onOneLine(tag.Name)}),
	}
}

// PartOfRemoval is the label of a part of the removal of a tag that was stopped.
func PartOfRemoval(tag library.Tag) func(photos int) history.Label {
	return func(photos int) history.Label {
		return history.Label{
			Message: notice.Counted("change-tag-removed-part", photos, notice.Params{"Tag": tag.Name}),
			What:    notice.Counted("change-tag-removed-part-as", photos, notice.Params{"Tag": onOneLine(tag.Name)}),
		}
	}
}

// imported counts the tags among offers, and reports whether captions are among them.
func imported(offers []library.ImportOffer) (tags int, captions bool) {
	for _, o := range offers {
		if o.Source == library.OfferCaptions {
			captions = true
		} else {
			tags++
		}
	}
	return tags, captions
}

// PartOfImport is the label of a part of an import that was stopped.
func PartOfImport(offers []library.ImportOffer) func(photos int) history.Label {
	return func(photos int) history.Label {
		on := notice.Params{"Photos": photosCounted(photos)}
		switch tags, captions := imported(offers); {
		case tags == 0:
			return history.Label{Message: notice.New("change-imported-captions-part", on), What: notice.New("change-imported-captions-part-as", on)}
		case captions:
			return history.Label{Message: notice.Counted("change-imported-both-part", tags, on), What: notice.Counted("change-imported-both-part-as", tags, on)}
		default:
			return history.Label{Message: notice.Counted("change-imported-tags-part", tags, on), What: notice.Counted("change-imported-tags-part-as", tags, on)}
		}
	}
}

// ImportLabel is the label of an import of tags, captions, or both.
func ImportLabel(offers []library.ImportOffer) history.Label {
	switch tags, captions := imported(offers); {
	case tags == 0:
		return history.Label{Message: notice.New("change-imported-captions", nil), What: notice.New("change-imported-captions-as", nil)}
	case captions:
		return history.Label{Message: notice.Counted("change-imported-both", tags, nil), What: notice.Counted("change-imported-both-as", tags, nil)}
	default:
		return history.Label{Message: notice.Counted("change-imported-tags", tags, nil), What: notice.Counted("change-imported-tags-as", tags, nil)}
	}
}

// answerLabel is the label of feedback on answers to a description.
func answerLabel(photos int, say library.Label, description string) history.Label {
	to := notice.Params{"Description": onOneLine(description)}
	switch say {
	case library.Yes:
		return history.Label{Message: notice.Counted("change-right-answer", photos, nil), What: notice.Counted("change-right-answer-as", photos, to)}
	case library.No:
		return history.Label{Message: notice.Counted("change-wrong-answer", photos, nil), What: notice.Counted("change-wrong-answer-as", photos, to)}
	default:
		return history.Label{Message: notice.Counted("change-answer-withdrawn", photos, nil), What: notice.Counted("change-answer-withdrawn-as", photos, to)}
	}
}

func forgetLabel(description string) history.Label {
	return history.Label{
		Message: notice.New("change-answers-forgotten", nil),
		What:    notice.New("change-answers-forgotten-as", notice.Params{"Description": onOneLine(description)}),
	}
}

// reviewLabel is the label of a verdict on suggestions.
func reviewLabel(photos int, tag library.Tag, verdict learning.Verdict) history.Label {
	said, what := notice.Params{"Tag": tag.Name}, notice.Params{"Tag": onOneLine(tag.Name)}
	switch verdict {
	case learning.Accept:
		return history.Label{
			Message: notice.Counted("change-tagged", photos, notice.Params{"Tags": notice.Names{tag.Name}}),
			What:    notice.Counted("change-suggestion-accepted-as", photos, what),
		}
	case learning.NotEver:
		return history.Label{Message: notice.Counted("change-suggestion-ruled-out", photos, said), What: notice.Counted("change-suggestion-ruled-out-as", photos, what)}
	default:
		return history.Label{Message: notice.Counted("change-suggestion-rejected", photos, said), What: notice.Counted("change-suggestion-rejected-as", photos, what)}
	}
}

func namingLabel(photos int, tag library.Tag) history.Label {
	return history.Label{
		Message: notice.Counted("change-named", photos, notice.Params{"Name": tag.Name}),
		What:    notice.Counted("change-named-as", photos, notice.Params{"Name": onOneLine(tag.Name)}),
	}
}

func forgetConceptLabel(tag library.Tag) history.Label {
	return history.Label{
		Message: notice.New("change-name-forgotten", notice.Params{"Name": tag.Name}),
		What:    notice.New("change-name-forgotten-as", notice.Params{"Name": onOneLine(tag.Name)}),
	}
}

// saveLabel is the label of a change of a saved search. The zero search as before is a new
// search.
func saveLabel(before, after library.SavedSearch) history.Label {
	name := onOneLine(after.Name)
	switch {
	case before.ID == 0:
		return history.Label{
			Message: notice.New("change-search-saved", notice.Params{"Name": name}),
			What:    notice.New("change-search-saved-as", notice.Params{"Name": name}),
		}
	case before.Query == after.Query && before.Name != after.Name:
		return history.Label{
			Message: notice.New("change-search-renamed", notice.Params{"To": name}),
			What:    notice.New("change-search-renamed-as", notice.Params{"From": onOneLine(before.Name), "To": name}),
		}
	}
	return history.Label{
		Message: notice.New("change-search-changed", notice.Params{"Name": name}),
		What:    notice.New("change-search-changed-as", notice.Params{"Name": name}),
	}
}

func deleteSearchLabel(s library.SavedSearch) history.Label {
	name := notice.Params{"Name": onOneLine(s.Name)}
	return history.Label{Message: notice.New("change-search-deleted", name), What: notice.New("change-search-deleted-as", name)}
}

func removeFolderLabel(path string) history.Label {
	name := filepath.Base(path)
	return history.Label{
		Message: notice.New("change-folder-removed", notice.Params{"Name": name}),
		What:    notice.New("change-folder-removed-as", notice.Params{"Name": onOneLine(name)}),
	}
}

// excludeLabel is the label of leaving out what a pattern names, or of letting it in again. A folder is
// called by its name.
func excludeLabel(pattern string, out bool) history.Label {
	name := pattern
	if filepath.IsAbs(pattern) {
		name = filepath.Base(pattern)
	}
	if out {
		return history.Label{
			Message: notice.New("change-excluded", notice.Params{"Name": name}),
			What:    notice.New("change-excluded-as", notice.Params{"Name": onOneLine(name)}),
		}
	}
	return history.Label{
		Message: notice.New("change-included", notice.Params{"Name": name}),
		What:    notice.New("change-included-as", notice.Params{"Name": onOneLine(name)}),
	}
}

func addFoldersLabel(paths []string) history.Label {
	if len(paths) != 1 {
		return history.Label{Message: notice.Counted("change-folders-added", len(paths), nil), What: notice.Counted("change-folders-added-as", len(paths), nil)}
	}
	name := filepath.Base(paths[0])
	return history.Label{
		Message: notice.New("change-folder-added", notice.Params{"Name": name}),
		What:    notice.New("change-folder-added-as", notice.Params{"Name": onOneLine(name)}),
	}
}

// ignoreLabel is the label of ignoring files that could not be read, or of ignoring them no
// longer. A single file is named.
func ignoreLabel(paths []string, ignored bool) history.Label {
	if len(paths) != 1 {
		if ignored {
			return history.Label{Message: notice.Counted("change-files-ignored", len(paths), nil), What: notice.Counted("change-files-ignored-as", len(paths), nil)}
		}
		return history.Label{Message: notice.Counted("change-files-shown", len(paths), nil), What: notice.Counted("change-files-shown-as", len(paths), nil)}
	}
	name := filepath.Base(paths[0])
	said, what := notice.Params{"Name": name}, notice.Params{"Name": onOneLine(name)}
	if ignored {
		return history.Label{Message: notice.New("change-file-ignored", said), What: notice.New("change-file-ignored-as", what)}
	}
	return history.Label{Message: notice.New("change-file-shown", said), What: notice.New("change-file-shown-as", what)}
}

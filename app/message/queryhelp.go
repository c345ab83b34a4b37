package message

// HelpEntry explains a part of the query language by an example.
type HelpEntry struct{ Example, Meaning string }

// QueryHelp explains the query language on one screen, with the filters' names in the language
// of texts.
func QueryHelp() []HelpEntry {
	return []HelpEntry{
		{Text("query-help-description", nil), Text("query-help-description-meaning", nil)},
		{Text("query-help-phrase", nil), Text("query-help-phrase-meaning", nil)},
		{Text("query-help-weight", nil), Text("query-help-weight-meaning", nil)},
		{Text("query-help-without", nil), Text("query-help-without-meaning", nil)},
		{Text("query-help-minus", nil), Text("query-help-minus-meaning", nil)},
		{Text("query-help-like", nil), Text("query-help-like-meaning", nil)},
		{Text("query-help-unlike", nil), Text("query-help-unlike-meaning", nil)},
		{Text("query-help-date", nil), Text("query-help-date-meaning", nil)},
		{Text("query-help-before", nil), Text("query-help-before-meaning", nil)},
		{Text("query-help-last", nil), Text("query-help-last-meaning", nil)},
		{Text("query-help-in", nil), Text("query-help-in-meaning", nil)},
		{Text("query-help-folder", nil), Text("query-help-folder-meaning", nil)},
		{Text("query-help-name", nil), Text("query-help-name-meaning", nil)},
		{Text("query-help-camera", nil), Text("query-help-camera-meaning", nil)},
		{Text("query-help-lens", nil), Text("query-help-lens-meaning", nil)},
		{Text("query-help-iso", nil), Text("query-help-iso-meaning", nil)},
		{Text("query-help-tag", nil), Text("query-help-tag-meaning", nil)},
		{Text("query-help-not-tag", nil), Text("query-help-not-tag-meaning", nil)},
		{Text("query-help-person", nil), Text("query-help-person-meaning", nil)},
		{Text("query-help-rating", nil), Text("query-help-rating-meaning", nil)},
		{Text("query-help-near", nil), Text("query-help-near-meaning", nil)},
		{Text("query-help-type", nil), Text("query-help-type-meaning", nil)},
		{Text("query-help-orientation", nil), Text("query-help-orientation-meaning", nil)},
		{Text("query-help-has", nil), Text("query-help-has-meaning", nil)},
	}
}

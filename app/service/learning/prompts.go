package learning

import (
	"strings"

	"descry/app/notice"
	"descry/app/problem"
	"descry/library"
)

// blank is where a prompt template has the name of the tag.
const blank = "{}"

// promptTemplates are the sentences in which a tag is encoded for training. Searches use a
// tag's name alone as often as in a sentence. More than three templates changed nothing on 36
// kinds of groceries.
var promptTemplates = []string{blank, "a photo of " + blank, "a close-up photo of " + blank}

// personTemplates are the templates for a person's name.
var personTemplates = []string{blank, "a photo of " + blank, "a portrait of " + blank}

// CheckTemplates reports a template that doesn't have one place for the name.
func CheckTemplates(templates []string) error {
	for _, t := range templates {
		if strings.Count(t, blank) != 1 {
			return problem.New("prompt-without-place", notice.Params{"Prompt": problem.Quotable(t, 1000), "Place": blank})
		}
	}
	return nil
}

// spoken is a tag as people say it: the last level, without the hyphens and underscores of
// folder names, in lower case except for names of persons.
func spoken(tag library.Tag) string {
	name := tag.Name
	if tag.Person {
		return name
	}
	levels := library.SplitLevels(name)
	name = strings.NewReplacer("-", " ", "_", " ").Replace(levels[len(levels)-1])
	return strings.ToLower(strings.Join(strings.Fields(name), " "))
}

// promptsOf are the sentences about a tag. Without templates those for the tag's kind are
// used.
func promptsOf(tag library.Tag, templates []string) ([]string, error) {
	name := spoken(tag)
	if name == "" {
		return nil, problem.New("tag-nameless", notice.Params{"Tag": problem.Quotable(tag.Name, 1000)})
	}
	switch {
	case len(templates) > 0:
	case tag.Person:
		templates = personTemplates
	default:
		templates = promptTemplates
	}
	texts := make([]string, len(templates))
	for i, t := range templates {
		texts[i] = strings.Replace(t, blank, name, 1)
	}
	return texts, nil
}

package tags

import (
	"slices"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/tagname"
	"descry/ui/theme"
)

// mostChips is how many tags of photos are shown: a selection of many photos can
// have hundreds.
const mostChips = 60

// tagChips shows tags of photos as chips. A click on a tag of some of the photos gives the tag
// to all, a click on another shows the photos with the tag. The × of a chip takes the tag
// away.
type tagChips struct {
	root    *fyne.Container
	keys    kit.KeySink
	actions chipActions
	chips   []*tagChip
}

// chipActions are the intents of the chips.
type chipActions struct {
	give, show, remove func(tag library.Tag)
}

// tagChip is a chip with its tag.
type tagChip struct {
	*kit.ChipView
	share library.TagShare
}

func newTagChips(keys kit.KeySink, actions chipActions) *tagChips {
	return &tagChips{root: kit.NewFlow(4), keys: keys, actions: actions}
}

// show replaces the tags of so many photos. Chips that stay are used again, so that the
// keyboard stays where it is.
func (c *tagChips) show(shares []library.TagShare, photos int) {
	more := max(len(shares)-mostChips, 0)
	shares = shares[:len(shares)-more]
	c.chips = kit.Arrange(c.chips, shares, (*tagChip).id, shareID, c.newChip)
	c.root.Objects = nil
	for i, chip := range c.chips {
		chip.share = shares[i]
		chip.Label.Text = shareText(shares[i], photos)
		chip.Quiet = shares[i].Own == 0
		chip.Label.Colour = chipColour(chip.Quiet)
		chip.Partial = shares[i].Photos < photos
		chip.Refresh()
		c.root.Objects = append(c.root.Objects, chip.ChipView)
	}
	if more > 0 {
		c.root.Objects = append(c.root.Objects, kit.NewQuietChip(message.Count("tags-more", more, nil)))
	}
	kit.SetVisible(c.root, len(shares) > 0)
	c.root.Refresh()
}

func (c *tagChips) newChip(s library.TagShare) *tagChip {
	chip := &tagChip{share: s}
	chip.ChipView = kit.NewChipView(c.keys, "", func() {
		if chip.Partial {
			c.actions.give(chip.share.Tag)
		} else {
			c.actions.show(chip.share.Tag)
		}
	}, func() { c.actions.remove(chip.share.Tag) })
	return chip
}

func (c *tagChip) id() string { return shareID(c.share) }

func shareID(s library.TagShare) string {
	if s.Tag.Person {
		return tagname.PersonKey + tagname.Fold(s.Tag.Name)
	}
	return tagname.Fold(s.Tag.Name)
}

// chipColour is quieter for the files' keywords than for the user's tags.
func chipColour(quiet bool) fyne.ThemeColorName {
	if quiet {
		return theme.ColorNameMuted
	}
	return fynetheme.ColorNameForeground
}

// shareText names a tag, and how many of several photos have it.
func shareText(s library.TagShare, photos int) string {
	name := message.OneLine(s.Tag.Name)
	if s.Photos >= photos {
		return name
	}
	return message.Text("tags-share", message.Params{
		"Tag": name, "Some": message.FormatCount(s.Photos), "All": message.FormatCount(photos),
	})
}

// shareHeading sums up photos: their number, and the tag that most of them have, or how many
// tags all of them have. shares are in the order of their photos, most first.
func shareHeading(photos int, shares []library.TagShare) string {
	text := message.Photos(photos)
	if photos < 2 || len(shares) == 0 || shares[0].Photos < 2 {
		return text
	}
	name := message.OneLine(shares[0].Tag.Name)
	if n := slices.IndexFunc(shares, func(s library.TagShare) bool { return s.Photos < photos }); n > 1 || n < 0 && len(shares) > 1 {
		if n < 0 {
			n = len(shares)
		}
		return message.Count("tags-shared", n, message.Params{"Photos": text})
	}
	if shares[0].Photos >= photos {
		return message.Count("tags-shared-by-all", photos, message.Params{"Tag": name})
	}
	return message.Text("tags-shared-by-some", message.Params{"Photos": text, "Some": message.FormatCount(shares[0].Photos), "Tag": name})
}

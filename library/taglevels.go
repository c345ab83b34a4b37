package library

import "strings"

// SlashInLevel stands in the name of a tag for a slash that parts no levels: the keyword "B/W"
// of a file is the tag "B∕W", of one level. The sign, U+2215, looks like a slash, and no
// keyboard has it.
const SlashInLevel = "∕"

// JoinLevels is the name of the tag of some levels.
func JoinLevels(levels []string) string {
	inner := make([]string, len(levels))
	for i, level := range levels {
		inner[i] = strings.ReplaceAll(level, "/", SlashInLevel)
	}
	return strings.Join(inner, "/")
}

// SplitLevels are the levels of the tag of a name, with slashes as people write them.
func SplitLevels(name string) []string {
	levels := strings.Split(name, "/")
	for i, level := range levels {
		levels[i] = strings.ReplaceAll(level, SlashInLevel, "/")
	}
	return levels
}

package adapter

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// maxName bounds the length of a name from a driver, in bytes. Vulkan's names have 255.
const maxName = 255

// text is what a driver wrote into an array of characters: up to the first zero, without
// what isn't text and without spaces at either end.
func text(raw []byte) string {
	if i := strings.IndexByte(string(raw), 0); i >= 0 {
		raw = raw[:i]
	}
	s := strings.ToValidUTF8(string(raw[:min(len(raw), maxName)]), "")
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// Drivers put the code name of the chip, or their own name, in brackets behind the card's
// name.
var (
	trademark = regexp.MustCompile(`(?i)\((r|tm|c)\)`)
	codeName  = regexp.MustCompile(`^(.*\S)\s*\([^()]*\)$`)
)

// shortName is a card's name as users know it: "AMD Radeon 780M" of "AMD Radeon(TM) 780M (RADV
// PHOENIX)". The name has a space, which tells it from other words in a setting.
func shortName(name string) string {
	name = strings.Join(strings.Fields(trademark.ReplaceAllString(name, " ")), " ")
	if m := codeName.FindStringSubmatch(name); m != nil {
		name = m[1]
	}
	switch {
	case name == "":
		return "Unnamed adapter"
	case !strings.Contains(name, " "):
		return name + " adapter"
	}
	return name
}

// distinguish makes the names of a list different: by the driver, if one card has two, or
// else by numbers.
func distinguish(all []Adapter, drivers []string) {
	same := map[string][]int{}
	for i, a := range all {
		key := strings.ToLower(a.Name)
		same[key] = append(same[key], i)
	}
	taken := map[string]bool{}
	for i := range all {
		name := all[i].Name
		if twins := same[strings.ToLower(name)]; len(twins) > 1 && drivers[i] != "" {
			for _, j := range twins {
				if drivers[j] != drivers[i] {
					all[i].Name = fmt.Sprintf("%s (%s)", name, drivers[i])
					break
				}
			}
		}
		base := all[i].Name
		for n := 2; taken[strings.ToLower(all[i].Name)]; n++ {
			all[i].Name = fmt.Sprintf("%s #%d", base, n)
		}
		taken[strings.ToLower(all[i].Name)] = true
	}
}

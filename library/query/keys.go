package query

import (
	"fmt"
	"strings"
)

// keyNames are the filters, in the order of the list for the user.
var keyNames = []string{"date", "in", "folder", "name", "camera", "lens", "iso", "tag", "person", "rating", "near",
	"type", "orientation", "has", "like", "is"}

// samples are values that show how a filter is written.
var samples = map[string]string{
	"date": "2019-07", "in": "Norway", "folder": `"/home/me/Pictures"`, "name": "IMG_20", "camera": "canon", "lens": "50mm",
	"iso": ">=1600", "tag": "beach", "person": "Anna", "rating": ">=3", "near": "59.91,10.75,5", "type": "jpeg",
	"orientation": "portrait", "has": "caption", "like": "photo.jpg", "is": "untagged",
}

// otherNames are words that users may try for a filter.
var otherNames = map[string]string{
	"path": "folder", "dir": "folder", "people": "person", "who": "person", "face": "person", "stars": "rating",
	"place": "near", "gps": "near", "file": "name", "filename": "name", "format": "type", "ext": "type", "year": "date",
	"taken": "date", "when": "date", "keyword": "tag", "keywords": "tag", "album": "in", "similar": "like",
}

func noValue(key string) string {
	return fmt.Sprintf("%s: has no value yet; write for instance %s:%s.", key, key, samples[key])
}

// hintKey adds a hint for a word that looks like a filter and is none.
func (l *lexer) hintKey(at int) {
	key, value := keyAt(l.source, at)
	if key == "" {
		return
	}
	if _, known := readers[key]; known {
		l.hints = append(l.hints, Hint{Span{at, value}, fmt.Sprintf(
			"%s: has nothing right behind it and counts as description; the filter is written %s:%s.", key, key, samples[key])})
		return
	}
	end := wordEnd(l.source, at)
	if end <= value || strings.HasPrefix(l.source[value:], "//") {
		return
	}
	if meant := nearestKey(key); meant != "" {
		l.hints = append(l.hints, Hint{Span{at, end}, fmt.Sprintf("%s: is not a filter; did you mean %s:?", key, meant)})
	}
}

// nearestKey is the filter that a mistyped key may mean, "" for none. Two slips are forgiven
// in a long key only: filters of three letters are too much alike.
func nearestKey(key string) string {
	if meant, ok := otherNames[key]; ok {
		return meant
	}
	best, meant := 3, ""
	for _, name := range keyNames {
		allowed := 0
		switch {
		case len(name) >= 6:
			allowed = 2
		case len(name) >= 3:
			allowed = 1
		}
		if d := slips(key, name); d <= allowed && d < best {
			best, meant = d, name
		}
	}
	return meant
}

// slips is the number of letters to insert, drop, change or swap with their neighbour to make
// one word of the other.
func slips(a, b string) int {
	if len(a) > len(b)+2 || len(b) > len(a)+2 {
		return 3
	}
	var rows [3][]int // the row before the last, the last, the present one
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
	}
	for j := range rows[2] {
		rows[2][j] = j
	}
	for i := 1; i <= len(a); i++ {
		rows[0], rows[1], rows[2] = rows[1], rows[2], rows[0]
		rows[2][0] = i
		for j := 1; j <= len(b); j++ {
			change := rows[1][j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			d := min(change, rows[1][j]+1, rows[2][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[0][j-2]+1)
			}
			rows[2][j] = d
		}
	}
	return rows[2][len(b)]
}

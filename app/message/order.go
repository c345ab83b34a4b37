package message

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// collation orders names as a language does. Only one goroutine at a time can use a collator.
type collation struct {
	collator *collate.Collator
	keys     collate.Buffer
}

var collations sync.Map // of *sync.Pool of *collation by language.Tag

func collationsOf(tag language.Tag) *sync.Pool {
	pool, ok := collations.Load(tag)
	if !ok {
		pool, _ = collations.LoadOrStore(tag, &sync.Pool{New: func() any {
			return &collation{collator: collate.New(tag, collate.Numeric)}
		}})
	}
	return pool.(*sync.Pool)
}

// SortByName orders a list by the names of its elements, as people look for names in their
// language: Chinese by pinyin, "Äpfel" beside "apfel", "Reise 2" before "Reise 10". A name is
// followed by what is below it: "a", "a/b", "a b". Names that are equal in all of this are
// ordered by their bytes, and elements of the same name stay in their order.
func SortByName[T any](list []T, name func(T) string) {
	if len(list) < 2 {
		return
	}
	pool := collationsOf(Language())
	c := pool.Get().(*collation)
	defer pool.Put(c)
	defer c.keys.Reset()
	type keyed struct {
		levels [][]byte // the key of each level
		name   string
		value  T
	}
	all := make([]keyed, len(list))
	keys := make([][]byte, 0, len(list)) // of all names
	for i, value := range list {
		all[i] = keyed{name: name(value), value: value}
		first := len(keys)
		for level := range strings.SplitSeq(all[i].name, "/") {
			keys = append(keys, c.collator.KeyFromString(&c.keys, level))
		}
		all[i].levels = keys[first:len(keys):len(keys)]
	}
	slices.SortStableFunc(all, func(a, b keyed) int {
		return cmp.Or(slices.CompareFunc(a.levels, b.levels, bytes.Compare), strings.Compare(a.name, b.name))
	})
	for i := range all {
		list[i] = all[i].value
	}
}

// SortByCount orders a list by a number of each element, the largest first. Where the numbers
// are equal, names decide as in SortByName.
func SortByCount[T any](list []T, count func(T) int, name func(T) string) {
	SortByName(list, name)
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(count(b), count(a)) })
}

// SortNames is SortByName for names alone.
func SortNames(names []string) { SortByName(names, func(name string) string { return name }) }

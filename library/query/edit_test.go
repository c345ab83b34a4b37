package query_test

import (
	"reflect"
	"testing"

	"descry/library/query"
)

func TestString(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{"", ""},
		{" a  dog\n in snow ", "a dog in snow"},
		{`„red  lanterns“^2.0, CAMERA:"canon" Without people.`, `"red lanterns"^2, camera:canon without people.`},
		{"dog and without cats -date:>=July-2019,", "dog without cats -date:>=2019-07 ,"},
		{`("red")`, `("red")`},
		{"is:untagged date:Last-Week", "tag:none date:last-week"},
	} {
		if got := parse(t, c.source).String(); got != c.want {
			t.Errorf("%q: %q, want %q", c.source, got, c.want)
		}
	}
}

func TestRemove(t *testing.T) {
	for _, c := range []struct {
		source string
		item   int
		want   string
	}{
		{"dog camera:canon snow", 0, "dog snow"},
		{"camera:canon", 0, ""},
		{"red\nlanterns camera:canon", 0, "red\nlanterns"},
		{"dog, tag:a, tag:b, snow", 0, "dog, tag:b, snow"},
		{"dog tag:a.", 0, "dog."},
		{"(tag:a) dog -x (-y)", 0, "(tag:a) dog (-y)"},
		{"a street without people, at night", 0, "a street, at night"},
		{"a (without people) street", 0, "a street"},
		{"a street but without people", 0, "a street"},
		{"without cats tag:x dogs", 1, "without cats, dogs"},
		{"without tag:x cats", 0, "without, cats"},
		{`a "red ball" b`, 0, "a b"},
		{`tag:a "open`, 0, `"open`},
	} {
		if got := parse(t, c.source).Remove(c.item); got != c.want {
			t.Errorf("%q without %d: %q, want %q", c.source, c.item, got, c.want)
		}
	}
}

func TestAdd(t *testing.T) {
	for _, c := range []struct{ source, item, want string }{
		{"", "tag:a", "tag:a"},
		{"dog ", "tag:a", "dog tag:a"},
		{`an "open`, "tag:a", `tag:a an "open`},
		{"dog without", `"red ball"`, `"red ball" dog without`},
		{"dog date:", "tag:a", "dog date: tag:a"},
		{"date:x", "tag:a", "date:x tag:a"},
	} {
		if got := query.Add(c.source, c.item); got != c.want {
			t.Errorf("%q and %q: %q, want %q", c.source, c.item, got, c.want)
		}
	}
}

func TestQuote(t *testing.T) {
	for _, c := range []struct{ value, want string }{
		{"canon", "canon"}, {"Straße", "Straße"}, {"a/b-c_d.jpg", "a/b-c_d.jpg"},
		{"", `""`}, {"Norway trip", `"Norway trip"`}, {"a,b", `"a,b"`}, {`a"b`, `"a\"b"`}, {`C:\x\`, `C:\x\`}, {`C:\my x\`, `"C:\my x\\"`},
		{"none", `"none"`}, {"St.", `"St."`}, {"-x", `"-x"`}, {"x^2", `"x^2"`}, {`\"`, `"\\\""`},
	} {
		got := query.Quote(c.value)
		if got != c.want {
			t.Errorf("%q: %s, want %s", c.value, got, c.want)
		}
		if c.value == "" {
			continue
		}
		if tag := firstTest(t, "tag:"+got, thursday); !reflect.DeepEqual(tag, tagTest(c.value)) {
			t.Errorf("%q comes back as %+v", c.value, tag)
		}
	}
}

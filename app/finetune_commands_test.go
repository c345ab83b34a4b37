package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/ml/golden"
)

type finetuned struct {
	Before, Cache, After struct{ Map, R1, R5, R10 float64 }
	Guard                struct {
		Checked  bool
		Strength float64
	}
	Seconds  float64
	Measured string
	Model    string
	Head     string
}

type listedHead struct {
	ID, Note, Problem string
	Used, Fits        bool
}

// invented are words that no model knows, for the drawn scenes.
const invented = "image\ttag\tsplit\nstars.jpg\tblomquist\ttrain\nsunset.jpg\tvarnholt\ttrain\nmeadow.jpg\tquibbery\ttrain\n"

// learnedWords is a library with a head, in a file and in the folder of heads.
func learnedWords(t *testing.T) (dir, file, id string) {
	t.Helper()
	dir = photoFolder(t)
	labels := filepath.Join(t.TempDir(), "labels.tsv")
	file = filepath.Join(t.TempDir(), "words.head")
	write(t, labels, []byte(invented))
	report := parse[finetuned](t, mustDescry(t, "finetune", "--images", dir, "--labels", labels, "--save", file, "--json"))
	if report.Head != file || !report.Guard.Checked || report.Guard.Strength != 1 || report.Measured != "" || report.Model == "" {
		t.Errorf("report %+v", report)
	}
	mustDescry(t, "index", dir)
	return dir, file, strings.TrimSpace(mustDescry(t, "head", "import", file))
}

func TestLearnedWordsAreFound(t *testing.T) {
	_, _, id := learnedWords(t)
	before := searchNames(t, "a photo of blomquist")
	mustDescry(t, "head", "use", id[:12])
	for word, want := range map[string]string{"blomquist": "stars", "a photo of varnholt": "sunset", "quibbery": "meadow"} {
		if got := searchNames(t, word); len(got) == 0 || got[0] != want {
			t.Errorf("%s finds %v, want %s first", word, got, want)
		}
	}
	if list := parse[[]listedHead](t, mustDescry(t, "head", "list", "--json")); len(list) != 1 || !list[0].Used || !list[0].Fits || list[0].Note == "" {
		t.Errorf("heads %+v", list)
	}
	if _, errs, code := descry(t, "head", "delete", id); code != 2 || !strings.Contains(errs, "use this head") {
		t.Errorf("the head in use: exit %d, %s", code, errs)
	}
	mustDescry(t, "head", "back")
	if got := searchNames(t, "a photo of blomquist"); strings.Join(got, " ") != strings.Join(before, " ") {
		t.Errorf("after going back %v, before %v", got, before)
	}
	mustDescry(t, "head", "delete", id)
	if out := mustDescry(t, "head", "list"); !strings.Contains(out, "Nothing has been learned") {
		t.Errorf("after all was deleted: %s", out)
	}
}

// TestSearchGoesOnWithoutItsHead damages, and then deletes, the head in use.
func TestSearchGoesOnWithoutItsHead(t *testing.T) {
	_, file, id := learnedWords(t)
	mustDescry(t, "head", "use", id)
	path := filepath.Join(os.Getenv(config.HomeVariable), "heads", id+".head")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, data[:len(data)/2])
	for range 2 {
		out, errs, code := descry(t, "search", "a night sky full of stars")
		if code != 0 || !strings.Contains(out, "stars.jpg") || !strings.Contains(errs, "What was learned can't be used") {
			t.Errorf("exit %d\n%s\n%s", code, out, errs)
		}
		if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	mustDescry(t, "head", "import", file) // the same again
	if got := searchNames(t, "blomquist"); got[0] != "stars" {
		t.Errorf("with the head back in its place: %v", got)
	}
	mustDescry(t, "head", "off")
	if _, errs, _ := descry(t, "search", "a night sky full of stars"); strings.Contains(errs, "learned") {
		t.Errorf("without a head: %s", errs)
	}
}

func TestHeadExport(t *testing.T) {
	_, file, id := learnedWords(t)
	copied := filepath.Join(t.TempDir(), "copy.head")
	mustDescry(t, "head", "export", id, copied)
	one, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if two, err := os.ReadFile(copied); err != nil || string(one) != string(two) {
		t.Errorf("the copy differs: %v", err)
	}
	for _, wrong := range [][]string{{"head", "use", "nonesuch"}, {"head", "back"}, {"head", "use"}} {
		if _, errs, code := descry(t, wrong...); code != 2 || errs == "" {
			t.Errorf("%v: exit %d, %s", wrong, code, errs)
		}
	}
	junk := filepath.Join(t.TempDir(), "junk.head")
	write(t, junk, []byte("no head"))
	if _, errs, code := descry(t, "head", "import", junk); code != 1 || !strings.Contains(errs, "not a usable head file") {
		t.Errorf("junk: exit %d, %s", code, errs)
	}
}

func TestFinetuneFromTheLibrary(t *testing.T) {
	apptest.WholeRunsOnly(t)
	dir := photoFolder(t)
	mustDescry(t, "index", dir)
	if _, errs, code := descry(t, "finetune"); code != 2 || !strings.Contains(errs, "at least 3") {
		t.Errorf("nothing to learn: exit %d, %s", code, errs)
	}
	mustDescry(t, "tag", "add", "skies/Blomquist", filepath.Join(dir, "stars.jpg"))
	if _, errs, code := descry(t, "finetune"); code != 2 || !strings.Contains(errs, "skies/Blomquist has 1") {
		t.Errorf("too little: exit %d, %s", code, errs)
	}
	if _, errs, code := descry(t, "finetune", "--tags", "nonesuch"); code != 2 || !strings.Contains(errs, "nonesuch") {
		t.Errorf("an unknown tag: exit %d, %s", code, errs)
	}
	out := mustDescry(t, "finetune", "--tags", "SKIES/blomquist", "--use")
	if !strings.Contains(out, `"skies/Blomquist": learned from 1 example`) {
		t.Errorf("the report: %s", out)
	}
	if got := searchNames(t, "blomquist"); got[0] != "stars" {
		t.Errorf("blomquist finds %v", got)
	}
}

func TestWrongFinetuneCalls(t *testing.T) {
	dir := photoFolder(t)
	labels := filepath.Join(t.TempDir(), "labels.tsv")
	write(t, labels, []byte("stars.jpg\tx\ttrain\n\nnonesuch.jpg\tx\ttrain\n"))
	for _, c := range []struct {
		call []string
		want string
	}{
		{[]string{"--images", dir}, "--labels or --pairs"},
		{[]string{"--labels", labels}, "--images"},
		{[]string{"--images", dir, "--labels", labels, "--pairs", labels}, "either"},
		{[]string{"--images", dir, "--labels", labels}, "line 3: "},
		{[]string{"--images", dir, "--labels", labels, "--prompt", "a photo"}, "{}"},
		{[]string{"--images", dir, "--labels", "/no/such.tsv"}, "/no/such.tsv"},
		{[]string{"--images", dir, "--labels", labels, "--use"}, "--use"},
		{[]string{"--shots", "3"}, "--shots"},
	} {
		if _, errs, code := descry(t, append([]string{"finetune"}, c.call...)...); code != 2 || !strings.Contains(errs, c.want) {
			t.Errorf("%v: exit %d, %s", c.call, code, errs)
		}
	}
}

// TestGroceries is the small part of the figures: one seed, one example of each of 36
// kinds of groceries.
func TestGroceries(t *testing.T) {
	if testing.Short() {
		t.Skip("it trains with hundreds of photos")
	}
	photos := golden.Shared(t, "photos", "grocery")
	t.Setenv(config.HomeVariable, t.TempDir())
	got := parse[finetuned](t, mustDescry(t, "finetune", "--images", photos, "--labels", filepath.Join(photos, "labels.tsv"),
		"--shots", "1", "--seed", "1", "--json"))
	if got.Before.Map < 25 || got.Before.Map > 29 || got.Cache.Map < got.Before.Map || got.After.Map < 42 || got.Measured != "test photos" {
		t.Errorf("%+v", got)
	}
}

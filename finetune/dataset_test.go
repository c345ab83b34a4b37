package finetune_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"descry/finetune"
)

func TestTuneRefuses(t *testing.T) {
	x, y := []float32{1, 0}, []float32{0, 1}
	photos := [][]float32{x, y}
	tag := finetune.Tag{Name: "a", Prompts: [][]float32{y}, Photos: []int{0}}
	with := func(change func(*finetune.Tag)) finetune.Dataset {
		t := tag
		change(&t)
		return finetune.Dataset{Photos: photos, Tags: []finetune.Tag{t}}
	}
	nan := float32(math.NaN())
	cases := map[string]struct {
		data finetune.Dataset
		says string
	}{
		"no photos":         {finetune.Dataset{}, "no photos"},
		"empty vector":      {finetune.Dataset{Photos: [][]float32{{}}}, "empty"},
		"mixed dimensions":  {finetune.Dataset{Photos: [][]float32{x, {1}}}, "photo 1"},
		"not normalised":    {finetune.Dataset{Photos: [][]float32{{2, 0}}}, "length"},
		"not a number":      {finetune.Dataset{Photos: [][]float32{{nan, 0}}}, "length"},
		"no name":           {with(func(t *finetune.Tag) { t.Name = "" }), "empty"},
		"no prompt":         {with(func(t *finetune.Tag) { t.Prompts = nil }), "no prompt"},
		"opposite prompts":  {with(func(t *finetune.Tag) { t.Prompts = [][]float32{x, {-1, 0}} }), "cancel"},
		"wrong prompt":      {with(func(t *finetune.Tag) { t.Prompts = [][]float32{{1}} }), "prompt"},
		"no such photo":     {with(func(t *finetune.Tag) { t.Photos = []int{2} }), "no photo 2"},
		"photo twice":       {with(func(t *finetune.Tag) { t.Photos = []int{0, 0} }), "twice"},
		"both is and isn't": {with(func(t *finetune.Tag) { t.Not = []int{0} }), "twice"},
		"tag twice":         {finetune.Dataset{Photos: photos, Tags: []finetune.Tag{tag, tag}}, "twice"},
		"caption of none":   {finetune.Dataset{Photos: photos, Captions: []finetune.Caption{{Photo: -1, Vector: x}}}, "caption 0"},
	}
	for name, c := range cases {
		_, err := finetune.Tune(context.Background(), finetune.Job{Pack: "p", Train: c.data})
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := finetune.Tune(context.Background(), finetune.Job{Pack: "p", Train: with(func(t *finetune.Tag) { t.Photos = nil })})
	if !errors.Is(err, finetune.ErrNothingToLearn) {
		t.Errorf("no example: %v", err)
	}
}

func TestTuneRefusesJobs(t *testing.T) {
	good := finetune.Dataset{Photos: [][]float32{{1, 0}, {0, 1}}, Tags: []finetune.Tag{{Name: "a", Prompts: [][]float32{{0, 1}}, Photos: []int{0}}}}
	other := finetune.Dataset{Photos: [][]float32{{1}}}
	for name, job := range map[string]finetune.Job{
		"no pack":        {Train: good},
		"test dimension": {Pack: "p", Train: good, Test: &other},
		"guard owner":    {Pack: "p", Train: good, Guard: finetune.Guard{Photos: good.Photos, Texts: good.Photos, PhotoOf: []int{0, 2}}},
		"guard vectors":  {Pack: "p", Train: good, Guard: finetune.Guard{Untagged: other.Photos}},
		"negative rate":  {Pack: "p", Train: good, Options: finetune.Options{Rate: -1}},
		"negative steps": {Pack: "p", Train: good, Options: finetune.Options{Steps: -1}},
		"lone batch":     {Pack: "p", Train: good, Options: finetune.Options{Batch: 1}},
	} {
		if got, err := finetune.Tune(context.Background(), job); err == nil || got.Head != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMeasure(t *testing.T) {
	d := finetune.Dataset{Photos: [][]float32{{1, 0}, {0, 1}}, Tags: []finetune.Tag{{Name: "a", Prompts: [][]float32{{0, 1}}, Photos: []int{1}}}}
	got, err := finetune.Identity("p", 2).Measure(d)
	if err != nil || got.Map != 100 || got.R1 != 100 || got.Captions != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := finetune.Identity("p", 3).Measure(d); !errors.Is(err, finetune.ErrWrongHead) {
		t.Errorf("another dimension: %v", err)
	}
	if _, err := finetune.Identity("p", 2).Measure(finetune.Dataset{}); err == nil {
		t.Error("no photos: no error")
	}
}

package learning

import (
	"context"
	"errors"
	"strings"

	"descry/app/notice"
	"descry/app/problem"
	"descry/finetune"
	"descry/library"
	"descry/library/spelling"
	"descry/library/sqlite"
)

const (
	// FewestExamples is how many examples of a tag are needed to hold some out and measure
	// them: one in each of three rounds.
	FewestExamples = 3
	// goodExamples is how many examples are advised. On 36 kinds of groceries 8 examples
	// gained 45 points of average precision, 1 gained 22, and 16 few more than 8.
	goodExamples = 8
	// EnoughExamples is the number of examples from which further examples change little.
	EnoughExamples = 16
)

// Result is what came of a training.
type Result struct {
	Head   string          // id of the head that was kept, "" if the report is too bad for one
	Report finetune.Report // what was measured, and why none is offered
}

// Train trains a head on the library's labels and keeps the head, unused. Nothing is kept if
// ctx ends before.
func (t Trainer) Train(ctx context.Context, r Request, o finetune.Options, progress func(finetune.Progress)) (Result, error) {
	job, err := t.libraryJob(ctx, r, o.Seed)
	if err != nil {
		return Result{}, err
	}
	if r.Again {
		job.Note += learnedAnew
	}
	result, err := Learn(ctx, job, o, progress)
	if errors.Is(err, finetune.ErrNothingToLearn) {
		return Result{}, t.nothingToLearn(ctx)
	}
	if err != nil || result.Head == nil {
		return Result{Report: result.Report}, err
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	id, err := t.heads.Save(result.Head)
	return Result{id, result.Report}, err
}

// nothingToLearn says what is missing.
func (t Trainer) nothingToLearn(ctx context.Context) error {
	s, err := ReadLabels(ctx, t.catalogue())
	if err != nil {
		return err
	}
	var few notice.List
	for _, one := range s.Tags() {
		if n := len(one.Photos); n < FewestExamples {
			few = append(few, notice.New("learn-tag-has", notice.Params{"Tag": one.Tag.Name, "Examples": n}))
		}
	}
	if len(few) == 0 {
		return problem.Usage("learn-nothing", nil)
	}
	return problem.Usage("learn-too-few", notice.Params{"Good": goodExamples, "Tags": few[:min(len(few), 8)]})
}

// TagAdvice says how many more examples of a tag would help, the zero Notice if it has
// enough.
func TagAdvice(examples int) notice.Notice {
	switch {
	case examples < FewestExamples:
		return notice.Counted("tag-needs-photos", examples, notice.Params{"Needed": FewestExamples - examples, "Recommended": goodExamples - examples})
	case examples < goodExamples:
		return notice.Counted("tag-could-have-photos", examples, notice.Params{"Recommended": goodExamples - examples})
	}
	return notice.Notice{}
}

// TagsNamed finds tags and people of the user's by what a person typed.
func TagsNamed(ctx context.Context, catalogue *sqlite.Store, names []string) (found []library.Tag, err error) {
	if len(names) == 0 {
		return nil, nil
	}
	all, err := catalogue.Tags(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		n := len(found)
		for _, t := range all {
			if spelling.Fold(t.Tag.Name) == spelling.Fold(strings.TrimSpace(name)) && t.Own > 0 {
				found = append(found, t.Tag)
			}
		}
		if len(found) == n {
			return nil, problem.Usage("learn-tag-unknown", notice.Params{"Tag": problem.Quotable(name, 80)})
		}
	}
	return found, nil
}

// OwnTag is a tag that the user gave photos.
func OwnTag(ctx context.Context, catalogue *sqlite.Store, tag library.Tag) (library.TagCount, error) {
	list, err := catalogue.Tags(ctx)
	if err != nil {
		return library.TagCount{}, err
	}
	for _, t := range list {
		if t.Tag.Person == tag.Person && spelling.Fold(t.Tag.Name) == spelling.Fold(tag.Name) && (t.Own > 0 || t.Named) {
			return t, nil
		}
	}
	return library.TagCount{}, problem.Usage("tag-not-given", notice.Params{"Tag": problem.Quotable(tag.Name, 1000), "Typed": tag.Name})
}

package models

import (
	"context"
	"log/slog"

	"descry/internal/childprocess"
	"descry/ml/ort"
)

// EncoderCommand has this program be the child that computes on a graphics card. It is
// for the program itself and in no help text.
const EncoderCommand = "encoder-process"

// EncoderQuestions are what such a child can be asked beside computing.
var EncoderQuestions = map[string]ort.Question{adapterQuestion: answerAdapters}

// encoderChild says how to start one.
func encoderChild(log *slog.Logger) (ort.Child, error) {
	program, err := childprocess.OwnProgram()
	return ort.Child{Path: program, Args: []string{EncoderCommand}, Log: log}, err
}

// AskEncoder starts one for each question.
func AskEncoder(log *slog.Logger) func(ctx context.Context, question string, answer any) error {
	return func(ctx context.Context, question string, answer any) error {
		child, err := encoderChild(log)
		if err != nil {
			return err
		}
		return child.Ask(ctx, question, nil, answer)
	}
}

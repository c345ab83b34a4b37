package models

import (
	"context"
	"log/slog"

	"descry/internal/childprocess"
	"descry/ml/ort"
)

// EncoderCommand has this program be the child process that computes on a graphics card. The
// command is for the program itself and in no help text.
const EncoderCommand = "encoder-process"

// EncoderQuestions are the questions that a child process answers besides computing.
var EncoderQuestions = map[string]ort.Question{adapterQuestion: answerAdapters}

// encoderChild is how to start a child process.
func encoderChild(log *slog.Logger) (ort.Child, error) {
	program, err := childprocess.OwnProgram()
	return ort.Child{Path: program, Args: []string{EncoderCommand}, Log: log}, err
}

// AskEncoder starts a child process for each question.
func AskEncoder(log *slog.Logger) func(ctx context.Context, question string, answer any) error {
	return func(ctx context.Context, question string, answer any) error {
		child, err := encoderChild(log)
		if err != nil {
			return err
		}
		return child.Ask(ctx, question, nil, answer)
	}
}

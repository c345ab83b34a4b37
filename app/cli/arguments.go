package cli

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"descry/app/notice"
	"descry/app/problem"
)

// noArgs refuses arguments.
func noArgs(cmd *cobra.Command, words []string) error {
	if len(words) == 0 {
		return nil
	}
	if cmd.HasSubCommands() {
		return seeHelp(cmd, unknownCommand(cmd, words[0]))
	}
	return seeHelp(cmd, problem.New("cli-arguments-none", notice.Params{"Word": problem.Quotable(words[0], 200)}))
}

// exactly wants n arguments.
func exactly(n int) cobra.PositionalArgs { return between(n, n) }

// atLeast wants n arguments or more.
func atLeast(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, words []string) error {
		if len(words) >= n {
			return nil
		}
		return seeHelp(cmd, wrongCount("cli-arguments-at-least", n, len(words)))
	}
}

// atMost wants n arguments or fewer.
func atMost(n int) cobra.PositionalArgs { return between(0, n) }

// between wants from least to most arguments.
func between(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, words []string) error {
		switch n := len(words); {
		case n >= least && n <= most:
			return nil
		case least == most:
			return seeHelp(cmd, wrongCount("cli-arguments-exactly", most, n))
		case least == 0:
			return seeHelp(cmd, wrongCount("cli-arguments-at-most", most, n))
		default:
			return seeHelp(cmd, problem.New("cli-arguments-between", notice.Params{"Least": least, "Most": most, "Given": n}))
		}
	}
}

// wrongCount is the mistake of given arguments where it should be wanted ones.
func wrongCount(kind notice.Kind, wanted, given int) error {
	return &problem.Error{Notice: notice.Counted(kind, wanted, notice.Params{"Given": given})}
}

// seeHelp marks a mistake in the call, and says which help tells more.
func seeHelp(cmd *cobra.Command, err error) error {
	return problem.WrapUsage("cli-see-help", notice.Params{"Command": cmd.CommandPath()}, err)
}

// flagMistake words what pflag says of the flags of a call.
func flagMistake(_ *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		return problem.Usage("cli-flag-unknown", notice.Params{"Flag": typedFlag(unknown.GetSpecifiedName(), unknown.GetSpecifiedShortnames())})
	case errors.As(err, &empty):
		return problem.Usage("cli-flag-empty", notice.Params{"Flag": typedFlag(empty.GetSpecifiedName(), empty.GetSpecifiedShortnames())})
	case errors.As(err, &invalid):
		return invalidValue(invalid)
	case errors.As(err, &syntax):
		return problem.Usage("cli-flag-syntax", notice.Params{"Flag": problem.Printable(syntax.GetSpecifiedFlag())})
	}
	return problem.AsUsage(err)
}

// typedFlag is a flag as the user wrote it. Short flags may be written together.
func typedFlag(name, together string) string {
	if together != "" {
		return "-" + problem.Printable(name)
	}
	return "--" + problem.Printable(name)
}

// invalidValue is the mistake of a value that a flag can't have.
func invalidValue(err *pflag.InvalidValueError) error {
	params := notice.Params{"Value": problem.Quotable(err.GetValue(), 200), "Flag": "--" + err.GetFlag().Name}
	switch err.GetFlag().Value.Type() {
	case "bool":
		return problem.Usage("cli-flag-not-bool", params)
	case "int", "int64", "uint", "uint64":
		return problem.Usage("cli-flag-no-whole-number", params)
	case "float64":
		return problem.Usage("cli-flag-no-number", params)
	}
	return problem.WrapUsage("cli-flag-invalid", params, err.Unwrap())
}

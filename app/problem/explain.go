package problem

// Explain is message.Explain, for the parts of the service that still word errors.
var Explain func(err error) string

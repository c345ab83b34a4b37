package app

// Program is the whole program, for tests of what a command does beside an open library.
// An external test sets it: the commands import this package.
var Program = Main

// Package learning trains heads on what the user has said of photos, keeps them, and
// suggests tags with them.
package learning

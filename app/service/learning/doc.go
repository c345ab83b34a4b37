// Package learning trains heads on the user's labels, captions and feedback, keeps the heads and the
// choice between them, and suggests tags with the chosen head. [Heads] are those of a library,
// [Learned] is what one model's searches use, and [TextEncoder] applies the head and the named
// concepts to the vectors of the model's text tower.
package learning

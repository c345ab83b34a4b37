package tokenizer

// alphabetSize is one above the last code point of the byte alphabet.
const alphabetSize = 256 + 68

// byteOf maps a code point of the byte-level alphabet to its byte, −1 for code points outside.
// The alphabet (GPT-2's) writes any bytes as visible text: printable Latin-1 stands for
// itself, and the other 68 bytes follow in their order from U+0100.
var byteOf = func() (table [alphabetSize]int16) {
	for i := range table {
		table[i] = -1
	}
	next := 256
	for b := range 256 {
		if b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE {
			table[b] = int16(b)
		} else {
			table[next] = int16(b)
			next++
		}
	}
	return table
}()

// appendBytes appends the bytes of a token written in the alphabet. The bool is false if a
// character is outside the alphabet.
func appendBytes(dst []byte, token string) ([]byte, bool) {
	for _, r := range token {
		if r >= alphabetSize || byteOf[r] < 0 {
			return dst, false
		}
		dst = append(dst, byte(byteOf[r]))
	}
	return dst, true
}

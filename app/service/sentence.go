package service

// owned is err: package message says what people read of it.
func owned(err error) error { return err }

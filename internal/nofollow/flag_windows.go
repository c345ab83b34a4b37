package nofollow

// Flag has os.OpenFile fail where a link lies at the path. Windows has no such flag, and lets
// only administrators make links.
const Flag = 0

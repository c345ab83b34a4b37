package query

// functionWords are words that tell nothing about a photo by themselves, in English, German,
// French, Spanish, Italian, Portuguese and Dutch, without accents. Words that name something
// in one of the languages stay out ("war", "son", "van").
var functionWords = wordSet(`
	a an the this that these those of to in on at by for from with into onto over as and or but while is are was were be been being
	it its he she they them his her their here i you we my our your who which what where when do does did has have had not no
	s t d ll re ve m some any very up down out off
	behind between near next before after during under without than then so too also there
	der die das den dem des ein eine einen einem einer eines und oder aber mit von vom zu zum zur im am an auf aus bei fur uber
	unter ist sind waren er sie es wir ihr ihre ihren sein seine seinen nicht kein keine sich wie als
	le la les l un une du de et ou mais dans par sur avec sans ce cette ces il elle ils elles est sont sa ses qui que
	au aux ne pas en
	el los las lo una unos unas y del al con por para su sus se es esta este estos estas
	gli di da nel nella nei della dei delle dello che e ed sono suo sua
	o os um uma do dos na nos nas ao com em seu nao
	het een naar met voor op te zijn haar hun niet dat dit er`)

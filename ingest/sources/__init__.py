"""来源: the bytes of a file of any kind into text whose cells, lines and pages stand where they are printed."""

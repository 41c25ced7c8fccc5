"""查找: which printed facts answer a thing asked for, by key and by words."""

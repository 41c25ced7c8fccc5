"""压平的表单: 绩效 forms of text that has lost its columns."""

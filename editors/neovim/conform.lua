-- conform.nvim: put this behind its setup. It repairs what the buffer holds when conform formats it.
local conform = require('conform')
conform.formatters.sessfix = {
  command = 'sessfix',
  args = { '--write', '--quiet', '--force-exclude', '--stdin-filename', '$FILENAME', '-' },
  stdin = true,
  exit_codes = { 0, 1 }, -- 1: something is left that only a person can repair
}
conform.formatters_by_ft.python = { 'sessfix' } -- in front of the formatters that you use besides

-- Neovim 0.11 or later: put this into init.lua, or into a file in plugin/ of your configuration.
vim.lsp.config('sessfix', {
  cmd = { 'sessfix-lsp' },
  filetypes = { 'python' },
  root_markers = { 'pyproject.toml', '.git' },
})
vim.lsp.enable('sessfix')

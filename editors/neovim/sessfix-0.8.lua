-- Neovim 0.8 to 0.10: put this into init.lua, or into a file in plugin/ of your configuration.
vim.api.nvim_create_autocmd('FileType', {
  pattern = 'python',
  callback = function(event)
    local folder = vim.fs.dirname(event.match ~= '' and vim.api.nvim_buf_get_name(event.buf) or '.')
    local marker = vim.fs.find({ 'pyproject.toml', '.git' }, { upward = true, path = folder })[1]
    vim.lsp.start({
      name = 'sessfix',
      cmd = { 'sessfix-lsp' },
      root_dir = marker and vim.fs.dirname(marker) or folder,
    })
  end,
})

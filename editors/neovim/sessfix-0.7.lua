-- Neovim 0.7, as Debian 12 has it: put this into init.lua, or into a file in plugin/ of your configuration.
-- The workspace is the folder that Neovim was started in.
local client
vim.api.nvim_create_autocmd('FileType', {
  pattern = 'python',
  callback = function(event)
    client = client or vim.lsp.start_client({
      name = 'sessfix',
      cmd = { 'sessfix-lsp' },
      root_dir = vim.fn.getcwd(),
    })
    vim.lsp.buf_attach_client(event.buf, client)
  end,
})

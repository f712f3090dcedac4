-- nvim-lint: put this into init.lua. It looks at what the buffer holds, saved or not.
local lint = require('lint')

-- Columns of the report count characters from 1, those of Neovim bytes from 0.
local function position(buffer, location)
  local line = vim.api.nvim_buf_get_lines(buffer, location.row - 1, location.row, false)[1] or ''
  local column = vim.fn.byteidxcomp(line, location.column - 1)
  return location.row - 1, column < 0 and #line or column
end

lint.linters.sessfix = {
  cmd = 'sessfix',
  stdin = true,
  args = {
    '--quiet',
    '--force-exclude',
    '--output-format',
    'json',
    '--stdin-filename',
    function() return vim.api.nvim_buf_get_name(0) end,
    '-',
  },
  ignore_exitcode = true,
  parser = function(output, buffer)
    local is_report, findings = pcall(vim.json.decode, output)
    return vim.tbl_map(function(finding)
      local row, column = position(buffer, finding.location)
      local end_row, end_column = position(buffer, finding.end_location)
      return {
        lnum = row,
        col = column,
        end_lnum = end_row,
        end_col = end_column,
        severity = vim.diagnostic.severity.ERROR,
        message = finding.message,
        code = finding.code,
        source = 'sessfix',
      }
    end, is_report and findings or {})
  end,
}
lint.linters_by_ft.python = { 'sessfix' } -- with the linters that you use besides
vim.api.nvim_create_autocmd({ 'BufEnter', 'BufWritePost', 'InsertLeave' }, {
  pattern = '*.py',
  callback = function() lint.try_lint() end,
})

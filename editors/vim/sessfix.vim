" Vim and Neovim: put this into the folder compiler/ of your configuration. After `:compiler! sessfix`, `:make` checks the
" current folder and `:make %` the file; what is found is in the quickfix list.
let current_compiler = 'sessfix'
CompilerSet makeprg=sessfix\ --output-format\ concise
CompilerSet errorformat=%f:%l:%c:\ %m,%-G%.%#

;; Emacs with eglot (part of Emacs since 29): put this into your init file, then M-x eglot in a Python file.
;; Eglot runs one server for a buffer: this makes it sessfix.
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '((python-mode python-ts-mode) . ("sessfix-lsp"))))

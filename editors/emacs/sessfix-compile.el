;; Emacs 28 or later: put this into your init file. M-x sessfix checks the project; M-x next-error goes through what is found.
(defun sessfix ()
  "Check the project of the buffer, or its folder, with sessfix."
  (interactive)
  (require 'project)
  (let* ((project (project-current))
         (default-directory (if project (project-root project) default-directory)))
    (compile "sessfix --output-format concise")))
